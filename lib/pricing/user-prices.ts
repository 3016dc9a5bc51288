import { isTracerError, type TracerError } from '../model/index.ts';
import { codeSource, type DefinedPrices, type PriceDefinitions, readDefinitions } from './definitions.ts';
import type { UserPrices } from './prices.ts';
import type { PricesFile } from './prices-file.ts';

let definitions: PriceDefinitions = {};
let inCode: DefinedPrices | undefined;

/**
 * Defines model prices for this process, which override `sentrial.prices.json` and the prices of this package. Further
 * calls add models and replace the prices of models named again.
 *
 * @example
 * definePrices({ 'acme/large-1': { input: 3, cacheRead: 0.3, output: 15 } });
 * @throws {TracerError} `invalid-option` when a price is invalid; all prices then stay unchanged
 */
export function definePrices(prices: PriceDefinitions): void {
  const place = 'The argument of definePrices()';
  readDefinitions(prices, place, codeSource);
  definitions = { ...definitions, ...prices };
  inCode = readDefinitions(definitions, place, codeSource);
}

/**
 * Creates the user's prices: those defined in code, then those in a file.
 *
 * @param onProblem called with the error of an invalid file
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
