export type { PriceDefinition, PriceDefinitions, SamePrice } from './definitions.ts';
export { pricesVersion } from './listed-prices.ts';
export { costOf, type PricedCall, priceOf } from './price.ts';
export { createPriceList, type PriceList } from './prices.ts';
