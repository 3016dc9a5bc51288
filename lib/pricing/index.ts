export { checkPrices, type PriceCheck } from './check-prices.ts';
export { costOf, priceOf } from './cost.ts';
export { type CurrentPrices, clientSource, costOnArrival, currentCost } from './cost-on-arrival.ts';
export type { ModelRates, PriceDefinition, PriceDefinitions, SamePrice } from './definitions.ts';
export { pricesVersion } from './listed-prices.ts';
export { createPriceList, type PriceList } from './prices.ts';
export { PricesFile } from './prices-file.ts';
export { haveSameTokenizer } from './tokenizers.ts';
export { createUserPrices, definePrices } from './user-prices.ts';
