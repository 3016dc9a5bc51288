export type { ModelRates, PriceDefinition, PriceDefinitions, SamePrice } from './definitions.ts';
export { pricesVersion } from './listed-prices.ts';
export { clientSource, costOnArrival, type PresentPrices, presentCost } from './present-cost.ts';
export { costOf, priceOf } from './price.ts';
export { createPriceList, type PriceList } from './prices.ts';
export { PricesFile } from './prices-file.ts';
export { createUserPrices, definePrices } from './user-prices.ts';
