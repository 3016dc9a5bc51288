import { type DefinedPrices, namesOf } from './definitions.ts';
import { createListedPrices } from './listed-prices.ts';
import { type ModelNames, modelNames } from './model-name.ts';
import { readOwnPrices } from './own-prices.ts';
import { entryAt, type ModelPrice, type PriceEntry } from './rates.ts';

/** A model's name, and its prices if there are any. */
export interface Lookup {
  /** The normalised name. See {@link ModelNames}. */
  readonly id: string;
  /**
   * Returns the rates of the first source that knows the model.
   *
   * @param promptTokens all input tokens of the call, for tiered prices
   * @param atMs time of the call, for prices that changed
   * @returns `undefined` for an unknown model
   */
  entryAt(promptTokens: number, atMs: number): PriceEntry | undefined;
}

/** Finds the prices of models. */
export interface PriceList {
  /** Loads the price data. Lookups before that throw. */
  load(): Promise<void>;
  /** Loads the price data synchronously. */
  loadNow(): void;
  find(provider: string, model: string): Lookup;
}

/** Prices of the user, which take precedence over the package's. */
export interface UserPrices {
  /** Reads changed files. */
  load(): void;
  /** All prices, highest precedence first. The same array until they change. */
  all(): readonly DefinedPrices[];
}

const none: readonly DefinedPrices[] = [];
const noUserPrices: UserPrices = { load: () => undefined, all: () => none };
const mostModels = 2000;
const mostHops = 5;

/**
 * Creates a {@link PriceList} from the user's prices, the package's own, and `@pydantic/genai-prices`, in
 * this order.
 */
export function createPriceList(user: UserPrices = noUserPrices): PriceList {
  const listed = createListedPrices();
  const byProvider = new Map<string, Map<string, Lookup>>();
  let asked = user.all();
  let count = 0;

  const pricesOf = (names: ModelNames, hops = 0): readonly ModelPrice[] => {
    const found: ModelPrice[] = [];
    for (const defined of [...asked, readOwnPrices()].map((prices) => prices.find(names))) {
      if (!defined) continue;
      if ('periods' in defined) found.push(defined);
      else return [...found, ...(hops < mostHops ? pricesOf(namesOf(defined.sameAs), hops + 1) : [])];
    }
    const last = listed.find(names.names);
    return last ? [...found, last] : found;
  };

  const lookUp = (provider: string, model: string): Lookup => {
    const names = modelNames(provider, model);
    const prices = pricesOf(names);
    return {
      id: names.id,
      entryAt(promptTokens, atMs) {
        for (const price of prices) {
          const entry = entryAt(price, promptTokens, atMs);
          if (entry) return entry;
        }
        return undefined;
      },
    };
  };

  return {
    async load() {
      user.load();
      await listed.load();
    },
    loadNow() {
      user.load();
      listed.loadNow();
    },
    find(provider, model) {
      const current = user.all();
      if (current !== asked || count > mostModels) {
        asked = current;
        byProvider.clear();
        count = 0;
      }
      const models = byProvider.get(provider) ?? new Map<string, Lookup>();
      const known = models.get(model);
      if (known) return known;
      const found = lookUp(provider, model);
      byProvider.set(provider, models.set(model, found));
      count++;
      return found;
    },
  };
}
