export { ensureLocalKey, readLocalKey } from './local-key.ts';
