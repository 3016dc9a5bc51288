import type { PriceList } from './prices.ts';
import { type PriceEntry, type Rates, staleDays, staleFrom } from './rates.ts';
import { secondRow } from './second-prices.ts';

/** A price that differs between two sources. Rates are US dollars per million tokens. */
export interface PriceDifference {
  readonly modelId: string;
  readonly part: ComparedPart;
  readonly usd: number;
  readonly source: string;
  readonly secondUsd: number;
  readonly secondSource: string;
}

/** The models of a source with the same day. */
export interface CheckedSource {
  readonly source: string;
  /** Absent when the day is unknown, as for most prices of users. */
  readonly checked?: string;
  readonly models: number;
  readonly isStale: boolean;
}

/** The result of comparing prices. */
export interface PriceCheck {
  readonly sources: readonly CheckedSource[];
  /** Differences of more than 5 %, sorted by model. */
  readonly differences: readonly PriceDifference[];
  /** Models that both sources have. */
  readonly compared: number;
  /** Days after which a price is stale. */
  readonly staleDays: number;
}

const comparedParts = ['input', 'output', 'cacheRead'] as const satisfies readonly (keyof Rates)[];
type ComparedPart = (typeof comparedParts)[number];

const tolerance = 0.05;
const picoPerUsdPerMtok = 1_000_000;
const hoursADay = 24;
const hourMs = 3_600_000;

/**
 * Compares the prices in use with those of the second source, and lists the age of each source.
 *
 * @param list a loaded list
 */
export function checkPrices(list: PriceList, now: Date): PriceCheck {
  const differences: PriceDifference[] = [];
  const sources = new Map<string, { readonly entry: PriceEntry; models: number }>();
  let compared = 0;
  for (const modelId of list.models()) {
    const [provider = '', ...model] = modelId.split('/');
    const entries = entriesOfDay(list, provider, model.join('/'), now);
    const [entry] = entries;
    if (!entry) continue;
    const key = `${entry.source} ${entry.checked}`;
    const counted = sources.get(key) ?? { entry, models: 0 };
    sources.set(key, counted);
    counted.models++;
    const second = secondRow(provider, model.join('/'));
    if (!second || second.source === entry.source) continue;
    compared++;
    for (const part of comparedParts) {
      const secondUsd = second.price[part];
      if (secondUsd === undefined || entries.some(({ rates }) => isSame(rates, part, secondUsd))) continue;
      differences.push({
        modelId,
        part,
        usd: entry.rates[part] / picoPerUsdPerMtok,
        source: entry.source,
        secondUsd,
        secondSource: second.source,
      });
    }
  }
  return {
    sources: [...sources.values()].map(({ entry, models }) => toSource(entry, models, now)),
    differences: differences.toSorted((a, b) => a.modelId.localeCompare(b.modelId)),
    compared,
    staleDays,
  };
}

/** Returns the prices of a model at each hour of a day, each once. */
function entriesOfDay(list: PriceList, provider: string, model: string, now: Date): readonly PriceEntry[] {
  const lookup = list.find(provider, model);
  const entries = new Set<PriceEntry>();
  for (let hour = 0; hour < hoursADay; hour++) {
    const found = lookup.entryAt(0, now.getTime() - hour * hourMs, undefined);
    if (found?.entry) entries.add(found.entry);
  }
  return [...entries];
}

/** True when a rate is close to the second one. The second source lists images as the output of an image model. */
const isSame = (rates: Rates, part: ComparedPart, secondUsd: number): boolean =>
  isClose(rates[part], secondUsd) || (part === 'output' && isClose(rates.imageOutput, secondUsd));

function isClose(pico: number, secondUsd: number): boolean {
  const usd = pico / picoPerUsdPerMtok;
  return Math.abs(usd - secondUsd) <= Math.max(usd, secondUsd) * tolerance;
}

const toSource = ({ source, checked }: PriceEntry, models: number, now: Date): CheckedSource => ({
  source,
  ...(checked === undefined ? {} : { checked }),
  models,
  isStale: now.getTime() > staleFrom(checked),
});
