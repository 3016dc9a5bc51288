export type { PiiCustomPattern } from './custom-rules.ts';
export type { PiiMode } from './modes.ts';
export {
  type PiiBuiltinPatterns,
  type PiiConfig,
  type PiiField,
  type Policy,
  readPolicy,
  strictPolicy,
  toPolicyJson,
} from './policy.ts';
export { redactItem } from './redact-item.ts';
export { createRedactor, type Redactor } from './redactor.ts';
export type { Span } from './rule.ts';
