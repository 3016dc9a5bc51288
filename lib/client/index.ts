export type { Client } from './client.ts';
export { clientFor, close, configure, flush, stats } from './client-registry.ts';
export {
  clientOptionRules,
  type OptionRules,
  optionRules,
  warnAboutKnownOptions,
  warnAboutOptions,
} from './option-warnings.ts';
export type { ClientOptions } from './options.ts';
