import { checkPrices, type PriceCheck } from '../pricing/index.ts';
import { createPrices } from './ingest/prices.ts';

/** Options of {@link checkCurrentPrices}. */
export interface CheckPricesOptions {
  /** @default now */
  readonly now?: Date;
  /** The user's price file. @default `SENTRIAL_PRICES_FILE`, else `sentrial.prices.json` */
  readonly pricesFile?: string;
}

/**
 * Compares the current prices with a second source, and lists the age of each source.
 *
 * @throws {TracerError} `invalid-option` when the price file is invalid
 */
export async function checkCurrentPrices({
  now = new Date(),
  pricesFile,
}: CheckPricesOptions = {}): Promise<PriceCheck> {
  const prices = createPrices(pricesFile, (problem) => {
    throw problem;
  });
  return checkPrices(await prices.list(), now);
}
