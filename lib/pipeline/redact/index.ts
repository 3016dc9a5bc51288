export { redactItem } from './redact-item.ts';
export { createRedactor, type Redactor } from './redactor.ts';
export { builtinRules } from './rules/index.ts';
