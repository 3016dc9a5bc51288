import type { BilledUnit, CostPart } from '../model/index.ts';
import type { ListedFees } from './fees.ts';

/** Integer pico-dollars (1e-12 USD) per token. */
export type Rate = number;

/**
 * The rate of each token part of a usage. A part without its own rate uses the rate of its parent part.
 */
export interface Rates {
  readonly input: Rate;
  readonly cacheRead: Rate;
  readonly audioCacheRead: Rate;
  readonly cacheWrite5m: Rate;
  readonly cacheWrite1h: Rate;
  readonly audioInput: Rate;
  readonly imageInput: Rate;
  readonly output: Rate;
  readonly audioOutput: Rate;
  readonly imageOutput: Rate;
  /** Absent when reasoning costs the same as other output. */
  readonly reasoning?: Rate;
}

/** Prices of billed units, in integer pico-dollars per unit. */
export type Fees = { readonly [unit in BilledUnit]?: number };

/** The origin of a price. */
export interface PriceOrigin {
  /** The `<provider>/<model>` of the price. */
  readonly modelId: string;
  readonly source: string;
  /** Day on which the source was last checked, if it is known. */
  readonly checked?: string | undefined;
}

/** Rates of one model for one period, one prompt size and one service tier, with their source. */
export interface PriceEntry extends PriceOrigin {
  readonly rates: Rates;
  readonly fees: Fees;
  /** Token parts with an assumed rate, because the source has none. */
  readonly assumed: readonly CostPart[];
  /** Time from which the price is stale, in milliseconds since 1970. */
  readonly staleMs: number;
  /** The first day of the price, when known. */
  readonly from?: string;
  readonly tier?: string;
}

/** Rates in US dollars per million tokens, as price lists publish them. */
export type ListedRates = { readonly [part in keyof Rates]?: number };

/** A factor of the standard rates. Cache reads can keep the standard rate or have the input rate of the tier. */
interface ScaledRates {
  readonly factor: number;
  readonly cacheRead?: 'standard' | 'input';
}

/** The rates of a service tier: a factor of the standard rates, or rates of its own. */
export type ServiceTierRates = number | ScaledRates | ListedRates;

/** Daily hours of a price, in seconds in UTC. An end before the start spans midnight. */
export interface Hours {
  readonly startS: number;
  readonly endS: number;
  /** Whether the hours apply from Monday to Friday only. @default false */
  readonly weekdays?: boolean;
  /** Days without these hours, such as `2026-10-01`. */
  readonly except?: readonly string[];
}

/** A listed price with its start day and its tiers by prompt size. */
export interface ListedPrice extends ListedRates {
  /** The first day, such as `2026-10-07`, in UTC. @default always */
  readonly from?: string;
  /** @default the whole day */
  readonly hours?: Hours;
  /** Rates for calls with more than `above` input tokens. Omitted rates stay unchanged. */
  readonly tiers?: readonly (ListedRates & { readonly above: number })[];
  /** US dollars per thousand of each billed unit. */
  readonly fees?: ListedFees;
  /** Day on which the price was last checked. @default the day of its source */
  readonly checked?: string;
  /** Rates by service tier. A number multiplies the standard rates. */
  readonly serviceTiers?: ReadonlyMap<string, ServiceTierRates>;
}

interface Band {
  readonly above: number;
  readonly entry: PriceEntry;
  readonly serviceTiers: ReadonlyMap<string, PriceEntry>;
}

interface Period {
  readonly fromMs: number;
  readonly hours?: Hours;
  /** Bands in descending order. */
  readonly bands: readonly Band[];
}

/** All prices of a model over time. */
export interface ModelPrice {
  /** Periods in descending order. */
  readonly periods: readonly Period[];
}

/** Days after which a price is stale. */
export const staleDays = 180;
const dayMs = 86_400_000;

/** Returns the time from which a price is stale. A price without a day never is. */
export const staleFrom = (checked: string | undefined): number =>
  checked === undefined ? Number.POSITIVE_INFINITY : Date.parse(checked) + staleDays * dayMs;

const picoPerTokenPerUsdPerMtok = 1_000_000;
const picoPerUnitPerUsdPerThousand = 1_000_000_000;
const dayS = 86_400;

/** True when a price can price some usage. An embedding has no output rate, a transcription only a fee. */
const isUsable = ({ input, output, fees = {} }: ListedPrice): boolean =>
  input !== undefined || (output === undefined && Object.keys(fees).length > 0);

/**
 * Converts listed prices to integer rates.
 *
 * @param assumed returns the parts whose rate is assumed @default by what `listed` lacks
 * @returns `undefined` when no price has an input rate or a fee of its own
 */
export function toModelPrice(
  listed: readonly ListedPrice[],
  origin: PriceOrigin,
  assumed: AssumedRates = assumedIn,
): ModelPrice | undefined {
  const periods = listed
    .filter(isUsable)
    .map((price) => toPeriod(price, origin, assumed))
    .reverse();
  return periods.length > 0 ? { periods } : undefined;
}

/** Returns the parts whose rate is assumed. */
type AssumedRates = (rates: ListedRates, modelId: string) => readonly CostPart[];

function toPeriod(price: ListedPrice, origin: PriceOrigin, assumed: AssumedRates): Period {
  const { from, hours, tiers = [], serviceTiers = new Map() } = price;
  const { checked = origin.checked } = price;
  const fees = toFees(price.fees);
  const bands: Band[] = [];
  let listed: ListedRates = price;
  const add = (above: number, tier?: string) => {
    const entryOf = (rates: ListedRates): PriceEntry =>
      Object.freeze({
        ...origin,
        ...(checked === undefined ? {} : { checked }),
        staleMs: staleFrom(checked),
        rates: toRates(rates, origin.modelId),
        fees,
        assumed: assumed(rates, origin.modelId),
        ...(from === undefined ? {} : { from }),
        ...(tier ? { tier } : {}),
      });
    const byTier = [...serviceTiers].map(
      ([name, rates]) => [name, entryOf(applyServiceTier(listed, rates))] as const,
    );
    bands.unshift({ above, entry: entryOf(listed), serviceTiers: new Map(byTier) });
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

const rateNames = [
  'input',
  'cacheRead',
  'audioCacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'audioInput',
  'imageInput',
  'output',
  'audioOutput',
  'imageOutput',
  'reasoning',
] as const satisfies readonly (keyof Rates)[];

/** Returns the rates of a service tier. A factor of one part overrides the factor of all parts. */
function applyServiceTier(listed: ListedRates, tier: ServiceTierRates): ListedRates {
  if (typeof tier !== 'number' && !('factor' in tier)) return tier;
  const { factor, cacheRead } = typeof tier === 'number' ? { factor: tier } : tier;
  const scaled: Record<string, number> = {};
  for (const name of rateNames) {
    const rate = listed[name];
    if (rate !== undefined) scaled[name] = rate * factor;
  }
  if (cacheRead === 'input') delete scaled.cacheRead;
  if (cacheRead === 'standard' && listed.cacheRead !== undefined) scaled.cacheRead = listed.cacheRead;
  return scaled;
}

const toRate = (usdPerMtok: number): Rate => Math.round(usdPerMtok * picoPerTokenPerUsdPerMtok);

function toRates(listed: ListedRates, modelId: string): Rates {
  const { input = 0, output = 0, reasoning } = listed;
  const { cacheRead = input, cacheWrite5m = input, audioInput = input, audioOutput = output } = listed;
  const { audioCacheRead = cacheRead, imageInput = input, imageOutput = output } = listed;
  const cacheWrite1h = listed.cacheWrite1h ?? (isClaude(modelId) ? input * claudeHour : cacheWrite5m);
  return {
    input: toRate(input),
    cacheRead: toRate(cacheRead),
    audioCacheRead: toRate(audioCacheRead),
    cacheWrite5m: toRate(cacheWrite5m),
    cacheWrite1h: toRate(cacheWrite1h),
    audioInput: toRate(audioInput),
    imageInput: toRate(imageInput),
    output: toRate(output),
    audioOutput: toRate(audioOutput),
    imageOutput: toRate(imageOutput),
    ...(reasoning === undefined ? {} : { reasoning: toRate(reasoning) }),
  };
}

/** Returns the parts whose price in the list is unknown and differs from the price of text at most providers. */
function assumedIn(
  { input, output, audioOutput, imageOutput }: ListedRates,
  modelId: string,
): readonly CostPart[] {
  const assumed: CostPart[] = [];
  if (input === undefined) assumed.push('input');
  if (output === undefined) assumed.push('output');
  if (audioOutput === undefined) assumed.push('audioOutput');
  // The output rate of `gpt-image` is the rate of its images.
  if (imageOutput === undefined && !/gpt-image/.test(modelId)) assumed.push('imageOutput');
  return assumed;
}

function toFees(listed: ListedPrice['fees'] = {}): Fees {
  const fees: Record<string, number> = {};
  for (const [unit, usd] of Object.entries(listed))
    fees[unit] = Math.round(usd * picoPerUnitPerUsdPerThousand);
  return fees;
}

/**
 * A one-hour cache write costs twice the input at every host.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing
 */
const claudeHour = 2;
const isClaude = (modelId: string): boolean => modelId.includes('claude');

/** The price of a call, and whether the model has a price that lacks the service tier of the call. */
export interface Found {
  readonly entry: PriceEntry | undefined;
  readonly lacksTier: boolean;
}

/**
 * Returns the rates for a time, a prompt size and a service tier, or `undefined` before the first price.
 *
 * @param serviceTier `undefined` for the standard tier
 */
export function entryAt(
  { periods }: ModelPrice,
  promptTokens: number,
  atMs: number,
  serviceTier: string | undefined,
): Found | undefined {
  for (const { fromMs, hours, bands } of periods) {
    if (!(atMs >= fromMs) || (hours && !isWithin(hours, atMs))) continue;
    for (const { above, entry, serviceTiers } of bands) {
      if (promptTokens <= above) continue;
      if (serviceTier === undefined) return { entry, lacksTier: false };
      const found = serviceTiers.get(serviceTier);
      return { entry: found, lacksTier: found === undefined };
    }
  }
  return undefined;
}

const sunday = 0;
const saturday = 6;

function isWithin({ startS, endS, weekdays = false, except = [] }: Hours, atMs: number): boolean {
  const second = (((atMs / 1000) % dayS) + dayS) % dayS;
  const isInHours = startS <= endS ? second >= startS && second < endS : second >= startS || second < endS;
  if (!isInHours || (!weekdays && except.length === 0)) return isInHours;
  const at = new Date(atMs);
  const day = at.getUTCDay();
  if (weekdays && (day === sunday || day === saturday)) return false;
  return except.length === 0 || !except.includes(at.toISOString().slice(0, dayChars));
}

const dayChars = 'yyyy-mm-dd'.length;
