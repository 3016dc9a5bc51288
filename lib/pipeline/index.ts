export { createPipeline } from './pipeline.ts';
export { createPriceList, priceOf, pricesVersion } from './price/index.ts';
export { builtinRules, createRedactor, redactItem } from './redact/index.ts';
