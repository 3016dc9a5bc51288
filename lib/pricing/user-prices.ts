import { isTracerError, type TracerError } from '../model/index.ts';
import { codeSource, type DefinedPrices, type PriceDefinitions, readDefinitions } from './definitions.ts';
import type { UserPrices } from './prices.ts';
import type { PricesFile } from './prices-file.ts';

let definitions: PriceDefinitions = {};
let inCode: DefinedPrices | undefined;

/**
 * Defines prices of models for this process, before `sentrial.prices.json` and the package's prices. A second
 * call adds to the first and replaces prices of the same models.
 *
 * @example definePrices({ 'acme/large-1': { input: 3, cacheRead: 0.3, output: 15 } });
 * @throws {TracerError} `invalid-option` when a price is invalid; nothing is changed then
 */
export function definePrices(prices: PriceDefinitions): void {
  const place = 'What definePrices() was given';
  readDefinitions(prices, place, codeSource);
  definitions = { ...definitions, ...prices };
  inCode = readDefinitions(definitions, place, codeSource);
}

/**
 * Creates the user's prices: those defined in code, then those in a file.
 *
 * @param onProblem called when the file is invalid
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
