export { createPipeline } from './pipeline.ts';
export { createPriceList, priceOf, pricesVersion } from './price/index.ts';
export {
  always,
  createRedactor,
  describeKinds,
  type PiiBuiltinPatterns,
  type PiiConfig,
  type PiiCustomPattern,
  type PiiField,
  type PiiMode,
  type Policy,
  piiFields,
  type Redactor,
  type RedactorSource,
  readPolicy,
  redactItem,
  type Span,
  strictPolicy,
  toPolicyJson,
} from './redact/index.ts';
