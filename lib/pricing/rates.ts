/** Integer pico-dollars (1e-12 USD) a token. */
export type Rate = number;

/**
 * What the tokens of each part of a usage cost. Providers charge a part without a rate of its own as what it is a
 * part of, so that only a reasoning rate may be absent.
 */
export interface Rates {
  readonly input: Rate;
  readonly cacheRead: Rate;
  readonly cacheWrite5m: Rate;
  readonly cacheWrite1h: Rate;
  readonly audioInput: Rate;
  readonly output: Rate;
  readonly audioOutput: Rate;
  /** Absent where reasoning costs what other output costs. */
  readonly reasoning?: Rate;
}

/** Rates of one model, at one time, for one size of prompt, with where they come from. */
export interface PriceEntry {
  readonly rates: Rates;
  /** `<provider>/<model>` under which the price stands. */
  readonly modelId: string;
  readonly source: string;
  /** The day from which the price holds, where it is told. */
  readonly from?: string;
  readonly tier?: string;
}

/** Rates in US dollars per million tokens, as price lists tell them. */
export type ListedRates = { readonly [part in keyof Rates]?: number };

/** A price as it is listed: rates by size of prompt, from a day on. */
export interface ListedPrice extends ListedRates {
  /** A day, `2026-10-07`, in UTC. @default always */
  readonly from?: string;
  /** Hours of the day in UTC, in seconds; over midnight where the end is before the start. @default all of it */
  readonly hours?: { readonly startS: number; readonly endS: number };
  /** Rates of calls with more input tokens than `above`; what is left out stays. */
  readonly tiers?: readonly (ListedRates & { readonly above: number })[];
}

interface Band {
  readonly above: number;
  readonly entry: PriceEntry;
}

interface Period {
  readonly fromMs: number;
  readonly hours?: { readonly startS: number; readonly endS: number };
  /** The highest first. */
  readonly bands: readonly Band[];
}

/** A model's prices at all times. */
export interface ModelPrice {
  /** The last one first. */
  readonly periods: readonly Period[];
}

const picoPerTokenPerUsdPerMtok = 1_000_000;
const dayS = 86_400;

/** Whether so many input and output tokens can be priced by these rates is known once both are. */
const complete = ({ input, output }: ListedRates): boolean => input !== undefined && output !== undefined;

/**
 * Rounds listed prices to integers, once.
 *
 * @returns `undefined` when no price tells what input and output cost
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
 * A cache write for one hour costs twice the input, whoever hosts the model.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing
 */
const claudeHour = 2;
const isClaude = (modelId: string): boolean => modelId.includes('claude');

/** The rates at a time, for a prompt of so many tokens; `undefined` before the first of the model's prices. */
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
