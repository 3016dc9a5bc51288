export type { PiiCustomPattern } from './custom-rules.ts';
export {
  listPolicyKinds,
  type PiiBuiltinPatterns,
  type PiiConfig,
  type PiiField,
  type Policy,
  piiFields,
  readPolicy,
  strictPolicy,
  toPolicyJson,
} from './policy.ts';
export { redactItem } from './redact-item.ts';
export { always, createRedactor, type Redactor, type RedactorSource } from './redactor.ts';
export type { Span } from './rule.ts';
