import type { Cost, SessionEvent } from '../model/index.ts';
import { costOf } from './cost.ts';
import { codeSource } from './definitions.ts';
import type { PriceList } from './prices.ts';

/** The current prices for repricing events. */
export interface CurrentPrices {
  readonly list: PriceList;
  /** The source of the user's price file; see {@link Cost}. */
  readonly fileSource: string | undefined;
}

/** The origin of a cost's price. Package names begin with `@`. */
type Origin = 'package' | 'program' | 'file';

/** The source of a cost that a client sent without a source. */
export const clientSource = 'reported by the client';

function originOf(source: string): Origin {
  if (source.startsWith('@')) return 'package';
  return source.startsWith(codeSource) || source === clientSource ? 'program' : 'file';
}

/**
 * Prices an event with current prices. The user's file replaces any cost; otherwise costs set by the program stay.
 *
 * @returns the event's own cost object when it stays
 */
export function currentCost(event: SessionEvent, { list, fileSource }: CurrentPrices): Cost | undefined {
  const { kind, cost } = event;
  if (kind !== 'llm') return cost;
  const fresh = costOf(event, list);
  if (!fresh || isSame(cost, fresh)) return cost;
  if (cost?.status !== 'priced') return fresh;
  if (fresh.status === 'priced' && fresh.source === fileSource) return fresh;
  const origin = originOf(cost.source);
  if (origin === 'program' || (origin === 'package' && fresh.status === 'unpriced')) return cost;
  return fresh;
}

/**
 * Prices an event at arrival. The cost it came with stays, unless it is missing or the user's file has a price; costs
 * from `definePrices()` always stay.
 */
export function costOnArrival(event: SessionEvent, prices: CurrentPrices): Cost | undefined {
  const current = currentCost(event, prices);
  if (event.cost?.status !== 'priced') return current;
  if (event.cost.source.startsWith(codeSource)) return event.cost;
  return current?.status === 'priced' && current.source === prices.fileSource ? current : event.cost;
}

function isSame(a: Cost | undefined, b: Cost): boolean {
  return a !== undefined && canonical(a) === canonical(b);
}

const canonical = (cost: Cost): string =>
  JSON.stringify(cost, (_, value) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
