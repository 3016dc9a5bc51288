export { createPipeline } from './pipeline.ts';
export { createPriceList, priceOf, pricesVersion } from './price/index.ts';
export {
  createRedactor,
  type PiiBuiltinPatterns,
  type PiiConfig,
  type PiiCustomPattern,
  type PiiField,
  type PiiMode,
  type Policy,
  type Redactor,
  readPolicy,
  redactItem,
  type Span,
  strictPolicy,
  toPolicyJson,
} from './redact/index.ts';
