import { isTracerError, type TracerError } from '../model/index.ts';
import { codeSource, type DefinedPrices, type PriceDefinitions, readDefinitions } from './definitions.ts';
import type { UserPrices } from './prices.ts';
import type { PricesFile } from './prices-file.ts';

let definitions: PriceDefinitions = {};
let inCode: DefinedPrices | undefined;

/**
 * Says what models cost, for all that is priced in this process from now on. It goes before `sentrial.prices.json`,
 * and both go before the prices of this package. Called again, it adds to what it said before; of a model that it
 * names again, the new price counts.
 *
 * @example
 * definePrices({ 'acme/large-1': { input: 3, cacheRead: 0.3, output: 15 } });
 * @throws {TracerError} `invalid-option` when a price cannot be used; then nothing is changed
 */
export function definePrices(prices: PriceDefinitions): void {
  const place = 'What definePrices() was given';
  readDefinitions(prices, place, codeSource);
  definitions = { ...definitions, ...prices };
  inCode = readDefinitions(definitions, place, codeSource);
}

/**
 * The prices of a user: those defined in code, then those in a file.
 *
 * @param onProblem told of a file that cannot be used
 */
export function createUserPrices(file: PricesFile, onProblem: (problem: TracerError) => void): UserPrices {
  let seen: readonly (DefinedPrices | undefined)[] = [];
  let all: readonly DefinedPrices[] = [];
  return {
    load() {
      try {
        file.read();
      } catch (error) {
        if (!isTracerError(error)) throw error;
        onProblem(error);
      }
    },
    all() {
      if (seen[0] !== inCode || seen[1] !== file.prices) {
        seen = [inCode, file.prices];
        all = seen.filter((prices) => prices !== undefined);
      }
      return all;
    },
  };
}
