export { priceOf } from './price.ts';
export { createPriceList, type PriceList, pricesVersion } from './prices.ts';
