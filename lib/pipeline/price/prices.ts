import { createRequire } from 'node:module';
import { modelNames } from './model-name.ts';

/** Integer pico-dollars (1e-12 USD) a token. */
export type Rate = number;

/** What a model costs at one time, for one size of prompt. */
export interface Rates {
  readonly input: Rate;
  readonly cacheRead: Rate;
  readonly cacheWrite5m: Rate;
  readonly cacheWrite1h: Rate;
  readonly audioInput: Rate;
  readonly output: Rate;
}

/** Rates with where they come from. */
export interface PriceEntry {
  readonly rates: Rates;
  readonly modelId: string;
  readonly source: string;
  readonly tier?: string;
}

/** Looks prices up. */
export interface PriceList {
  /** Loads the price data; looking up before throws. */
  load(): Promise<void>;
  /** The same in one turn. */
  loadNow(): void;
  /**
   * The rates of a model.
   *
   * @param promptTokens all input tokens of the call, for prices that depend on them
   * @param at when the call was made, for prices that changed
   * @returns `undefined` for a model that the list does not know
   */
  find(provider: string, model: string, promptTokens: number, at: Date): PriceEntry | undefined;
}

/** The version of `@pydantic/genai-prices` whose data is used. */
export const pricesVersion = '0.1.8';

const source = `@pydantic/genai-prices@${pricesVersion}`;
const picoPerTokenPerUsdPerMtok = 1_000_000;

type Tiered =
  | number
  | {
      readonly base: number;
      readonly tiers: readonly {
        readonly start: number;
        readonly price: number;
      }[];
    };

/** The fields of the package's price record that are used; all in US dollars per million tokens. */
interface ListedPrice {
  readonly input_mtok?: Tiered;
  readonly cache_read_mtok?: Tiered;
  readonly cache_write_mtok?: Tiered;
  readonly cache_write_1h_mtok?: Tiered;
  readonly input_audio_mtok?: Tiered;
  readonly output_mtok?: Tiered;
}

interface ListedModel {
  readonly modelId: string;
  readonly price: ListedPrice;
}

const requireNow = createRequire(import.meta.url);

type CalcPrice = typeof import('@pydantic/genai-prices').calcPrice;

/** Prices from `@pydantic/genai-prices`: its data, not its arithmetic, which is done in floating point. */
export function createPriceList(): PriceList {
  let calcPrice: CalcPrice | undefined;
  const known = new Map<string, ListedModel | undefined>();

  const lookUp = (provider: string, model: string, at: Date): ListedModel | undefined => {
    if (!calcPrice) throw new Error('the price list was used before it was loaded');
    for (const name of modelNames(provider, model)) {
      const hit = calcPrice({ input_tokens: 0, output_tokens: 0 }, name.model, {
        providerId: name.provider,
        timestamp: at,
      });
      if (hit) return { modelId: hit.model.id, price: hit.model_price as ListedPrice };
    }
    return undefined;
  };

  return {
    async load() {
      calcPrice ??= (await import('@pydantic/genai-prices')).calcPrice;
    },
    loadNow() {
      const { calcPrice: loaded } = requireNow('@pydantic/genai-prices') as { calcPrice: CalcPrice };
      calcPrice ??= loaded;
    },
    find(provider, model, promptTokens, at) {
      const key = `${provider} ${model} ${at.toISOString().slice(0, 13)}`;
      if (!known.has(key)) {
        if (known.size > 1000) known.clear();
        known.set(key, lookUp(provider, model, at));
      }
      const listed = known.get(key);
      return listed && toEntry(listed, promptTokens);
    },
  };
}

function toEntry({ modelId, price }: ListedModel, promptTokens: number): PriceEntry | undefined {
  const rate = (tiered: Tiered | undefined): Rate | undefined => {
    if (tiered === undefined) return undefined;
    const usd = typeof tiered === 'number' ? tiered : (tierOf(tiered, promptTokens)?.price ?? tiered.base);
    return Math.round(usd * picoPerTokenPerUsdPerMtok);
  };
  const input = rate(price.input_mtok);
  const output = rate(price.output_mtok);
  if (input === undefined || output === undefined) return undefined;
  const cacheWrite5m = rate(price.cache_write_mtok) ?? input;
  const start =
    typeof price.input_mtok === 'object' ? tierOf(price.input_mtok, promptTokens)?.start : undefined;
  return {
    modelId,
    source,
    rates: {
      input,
      output,
      cacheRead: rate(price.cache_read_mtok) ?? input,
      cacheWrite5m,
      cacheWrite1h: rate(price.cache_write_1h_mtok) ?? cacheWrite5m,
      audioInput: rate(price.input_audio_mtok) ?? input,
    },
    ...(start === undefined ? {} : { tier: `> ${start.toLocaleString('en-US')} input tokens` }),
  };
}

const tierOf = (tiered: Exclude<Tiered, number>, promptTokens: number) =>
  tiered.tiers.findLast(({ start }) => promptTokens > start);
