export { createPipeline } from './pipeline.ts';
export {
  costOf,
  createPriceList,
  type PriceDefinitions,
  type PriceList,
  priceOf,
  pricesVersion,
} from './price/index.ts';
export {
  always,
  createRedactor,
  type PiiBuiltinPatterns,
  type PiiConfig,
  type PiiCustomPattern,
  type PiiField,
  type PiiMode,
  type Policy,
  type Redactor,
  type RedactorSource,
  readPolicy,
  redactItem,
  type Span,
  strictPolicy,
  toPolicyJson,
} from './redact/index.ts';
