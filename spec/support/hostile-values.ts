// The fixture is plain JavaScript: what it makes has no types.
// biome-ignore lint/correctness/useImportExtensions: it is the file's own
export { hostile as hostileValues } from '../fixtures/hostile/values.mjs';
