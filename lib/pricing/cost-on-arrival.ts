import type { Cost, SessionEvent } from '../model/index.ts';
import { costOf } from './cost.ts';
import { codeSource } from './definitions.ts';
import type { PriceList } from './prices.ts';

/** Prices for pricing an event again. */
export interface CurrentPrices {
  readonly list: PriceList;
  /** Source name of the user's price file. See {@link Cost}. */
  readonly fileSource: string | undefined;
}

/** Who priced a cost. Package names start with `@`, and a file uses its own name. */
type Origin = 'package' | 'program' | 'file';

/** Source of a cost that a client sent without naming one. */
export const clientSource = 'reported by the client';

function originOf(source: string): Origin {
  if (source.startsWith('@')) return 'package';
  return source.startsWith(codeSource) || source === clientSource ? 'program' : 'file';
}

/**
 * Returns the cost of an event at current prices. A cost from the program is kept unless the user's file has
 * a price, and so is a cost from a package that knows more models.
 *
 * @returns the event's own cost object when nothing changes
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
 * Returns the cost of an event on arrival: its own, unless it is missing or the user's file has a price.
 * Prices from `definePrices()` take precedence over the file.
 */
export function costOnArrival(event: SessionEvent, prices: CurrentPrices): Cost | undefined {
  const present = currentCost(event, prices);
  if (event.cost?.status !== 'priced') return present;
  if (event.cost.source.startsWith(codeSource)) return event.cost;
  return present?.status === 'priced' && present.source === prices.fileSource ? present : event.cost;
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
