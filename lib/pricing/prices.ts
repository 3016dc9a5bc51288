import { type DefinedPrices, namesOf } from './definitions.ts';
import { type AlwaysBilled, alwaysBilled } from './fees.ts';
import { createListedPrices, type ListedPrices } from './listed-prices.ts';
import { type ModelNames, modelNames } from './model-name.ts';
import { readOwnPrices } from './own-prices.ts';
import { entryAt, type Found, type ModelPrice } from './rates.ts';
import { findSecond, secondPrices } from './second-prices.ts';

/** The result of a price lookup for a model. */
export interface Lookup {
  /** The normalised model id; see {@link ModelNames}. */
  readonly id: string;
  /** The unit that every call of the model is billed, if there is one. */
  readonly alwaysBilled: AlwaysBilled | undefined;
  /**
   * Returns the rates of the model from the first source that has any.
   *
   * @param promptTokens all input tokens of the call
   * @param atMs the time of the call in milliseconds since 1970
   * @param serviceTier `undefined` for the standard tier
   * @returns `undefined` for an unknown model
   */
  entryAt(promptTokens: number, atMs: number, serviceTier: string | undefined): Found | undefined;
}

/** Finds prices by provider and model. */
export interface PriceList {
  /** Loads the price data and the user's prices. */
  load(): Promise<void>;
  /** Loads only the user's prices, synchronously. */
  loadUserPrices(): void;
  /** @throws before {@link load} has finished, unless the user's or this package's own prices have the model */
  find(provider: string, model: string): Lookup;
  /** Returns the names of all models with a price, as `<provider>/<model>`, each once. */
  models(): readonly string[];
}

/** User prices, which override the prices of this package. */
export interface UserPrices {
  /** Reads the price sources that have changed. */
  load(): void;
  /** Returns the sources in order of precedence. The array is the same until a source changes. */
  all(): readonly DefinedPrices[];
}

const none: readonly DefinedPrices[] = [];
const noUserPrices: UserPrices = { load: () => undefined, all: () => none };
const maxModels = 2000;
const maxHops = 5;

/**
 * Creates a {@link PriceList}. It searches the user's prices, then this package, then `@pydantic/genai-prices`,
 * then the second source.
 */
export function createPriceList(user: UserPrices = noUserPrices): PriceList {
  const listed = createListedPrices();
  const byProvider = new Map<string, Map<string, Lookup>>();
  let sources = user.all();
  let count = 0;

  const lookUp = (provider: string, model: string): Lookup => {
    const names = modelNames(provider, model);
    const prices = pricesOf(names, [...sources, readOwnPrices()], listed);
    if (prices.length === 0 && !listed.isLoaded) throw new Error('the price list is not loaded');
    const [asked = { provider, model }] = names.names;
    return {
      id: names.id,
      alwaysBilled: alwaysBilled(asked.provider, asked.model),
      entryAt(promptTokens, atMs, serviceTier) {
        for (const price of prices) {
          const found = entryAt(price, promptTokens, atMs, serviceTier);
          if (found) return found;
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
    loadUserPrices: () => user.load(),
    find(provider, model) {
      const current = user.all();
      if (current !== sources || count > maxModels) {
        sources = current;
        byProvider.clear();
        count = 0;
      }
      const models = byProvider.get(provider) ?? new Map<string, Lookup>();
      const known = models.get(model);
      if (known) return known;
      const found = lookUp(provider, model);
      if (!listed.isLoaded) return found;
      byProvider.set(provider, models.set(model, found));
      count++;
      return found;
    },
    models() {
      const defined = [...user.all(), readOwnPrices()].flatMap(({ models }) => models);
      const second = secondPrices().map(({ modelId }) => modelId);
      const providers = new Set(second.map((modelId) => modelId.split('/', 1)[0] ?? ''));
      const all = [...providers].flatMap((id) => listed.modelsOf(id).map((model) => `${id}/${model}`));
      return [...new Set([...defined, ...all])];
    },
  };
}

/** Collects the prices of a model in order of precedence. Follows `sameAs` up to {@link maxHops} times. */
function pricesOf(
  names: ModelNames,
  sources: readonly DefinedPrices[],
  listed: ListedPrices,
  hops = 0,
): readonly ModelPrice[] {
  const found: ModelPrice[] = [];
  for (const source of sources) {
    const defined = source.find(names);
    if (!defined) continue;
    if ('periods' in defined) {
      found.push(defined);
      continue;
    }
    const sameAs = hops < maxHops ? pricesOf(namesOf(defined.sameAs), sources, listed, hops + 1) : [];
    return [...found, ...sameAs];
  }
  const last = listed.find(names.names) ?? (listed.isLoaded ? findSecond(names.names) : undefined);
  return last ? [...found, last] : found;
}
