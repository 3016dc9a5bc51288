/** Integer pico-dollars (1e-12 USD) per token. */
export type Rate = number;

/**
 * The rate of each part of a usage. A part without its own rate uses the rate of its parent part.
 */
export interface Rates {
  readonly input: Rate;
  readonly cacheRead: Rate;
  readonly cacheWrite5m: Rate;
  readonly cacheWrite1h: Rate;
  readonly audioInput: Rate;
  readonly output: Rate;
  readonly audioOutput: Rate;
  /** Absent when reasoning costs the same as other output. */
  readonly reasoning?: Rate;
}

/** Rates of one model for one period and one prompt size, with their source. */
export interface PriceEntry {
  readonly rates: Rates;
  /** The `<provider>/<model>` of the price. */
  readonly modelId: string;
  readonly source: string;
  /** The first day of the price, when known. */
  readonly from?: string;
  readonly tier?: string;
}

/** Rates in US dollars per million tokens, as price lists publish them. */
export type ListedRates = { readonly [part in keyof Rates]?: number };

/** A listed price with its start day and its tiers by prompt size. */
export interface ListedPrice extends ListedRates {
  /** The first day, such as `2026-10-07`, in UTC. @default always */
  readonly from?: string;
  /** Daily hours in UTC, in seconds. An end before the start spans midnight. @default the whole day */
  readonly hours?: { readonly startS: number; readonly endS: number };
  /** Rates for calls with more than `above` input tokens. Omitted rates stay unchanged. */
  readonly tiers?: readonly (ListedRates & { readonly above: number })[];
}

interface Band {
  readonly above: number;
  readonly entry: PriceEntry;
}

interface Period {
  readonly fromMs: number;
  readonly hours?: { readonly startS: number; readonly endS: number };
  /** Bands in descending order. */
  readonly bands: readonly Band[];
}

/** All prices of a model over time. */
export interface ModelPrice {
  /** Periods in descending order. */
  readonly periods: readonly Period[];
}

const picoPerTokenPerUsdPerMtok = 1_000_000;
const dayS = 86_400;

/** True when both the input rate and the output rate are known. */
const complete = ({ input, output }: ListedRates): boolean => input !== undefined && output !== undefined;

/**
 * Converts listed prices to integer rates.
 *
 * @returns `undefined` when no price has both an input rate and an output rate
 */
export function toModelPrice(
  listed: readonly ListedPrice[],
  origin: Pick<PriceEntry, 'modelId' | 'source'>,
): ModelPrice | undefined {
  const periods = listed
    .filter(complete)
    .map((price) => toPeriod(price, origin))
    .reverse();
  return periods.length > 0 ? { periods } : undefined;
}

function toPeriod(price: ListedPrice, origin: Pick<PriceEntry, 'modelId' | 'source'>): Period {
  const { from, hours, tiers = [] } = price;
  const bands: Band[] = [];
  let listed: ListedRates = price;
  const add = (above: number, tier?: string) => {
    const rates = toRates(listed, origin.modelId);
    const entry = { ...origin, rates, ...(from === undefined ? {} : { from }), ...(tier ? { tier } : {}) };
    bands.unshift({ above, entry: Object.freeze(entry) });
  };
  add(-1);
  for (const { above, ...raised } of tiers.toSorted((a, b) => a.above - b.above)) {
    listed = { ...listed, ...raised };
    add(above, `> ${above.toLocaleString('en-US')} input tokens`);
  }
  return {
    fromMs: from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from),
    ...(hours ? { hours } : {}),
    bands,
  };
}

const toRate = (usdPerMtok: number): Rate => Math.round(usdPerMtok * picoPerTokenPerUsdPerMtok);

function toRates(listed: ListedRates, modelId: string): Rates {
  const { input = 0, output = 0, reasoning } = listed;
  const { cacheRead = input, cacheWrite5m = input, audioInput = input, audioOutput = output } = listed;
  const cacheWrite1h = listed.cacheWrite1h ?? (isClaude(modelId) ? input * claudeHour : cacheWrite5m);
  return {
    input: toRate(input),
    cacheRead: toRate(cacheRead),
    cacheWrite5m: toRate(cacheWrite5m),
    cacheWrite1h: toRate(cacheWrite1h),
    audioInput: toRate(audioInput),
    output: toRate(output),
    audioOutput: toRate(audioOutput),
    ...(reasoning === undefined ? {} : { reasoning: toRate(reasoning) }),
  };
}

/**
 * A one-hour cache write costs twice the input at every host.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing
 */
const claudeHour = 2;
const isClaude = (modelId: string): boolean => modelId.includes('claude');

/** Returns the rates for a time and prompt size, or `undefined` before the first price. */
export function entryAt({ periods }: ModelPrice, promptTokens: number, atMs: number): PriceEntry | undefined {
  for (const { fromMs, hours, bands } of periods) {
    if (!(atMs >= fromMs) || (hours && !isWithin(hours, atMs))) continue;
    for (const { above, entry } of bands) if (promptTokens > above) return entry;
  }
  return undefined;
}

function isWithin(
  { startS, endS }: { readonly startS: number; readonly endS: number },
  atMs: number,
): boolean {
  const second = (((atMs / 1000) % dayS) + dayS) % dayS;
  return startS <= endS ? second >= startS && second < endS : second >= startS || second < endS;
}
