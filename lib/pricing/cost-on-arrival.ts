import type { Cost, SessionEvent } from '../model/index.ts';
import { costOf } from './cost.ts';
import { codeSource } from './definitions.ts';
import type { PriceList } from './prices.ts';

/** What prices an event again. */
export interface PresentPrices {
  readonly list: PriceList;
  /** The source of the prices that a user has written for all programs; see {@link Cost}. */
  readonly fileSource: string | undefined;
}

/** Who has priced a cost. A package's name begins with `@`; a file is called by its name. */
type Origin = 'package' | 'program' | 'file';

/** The source of a cost that a client sent without saying what it came from. */
export const clientSource = 'reported by the client';

function originOf(source: string): Origin {
  if (source.startsWith('@')) return 'package';
  return source.startsWith(codeSource) || source === clientSource ? 'program' : 'file';
}

/**
 * What an event costs by present prices. What a program has priced itself stays, unless a user's file knows better,
 * and so does what a package has priced that knows more models than ours.
 *
 * @returns the event's own cost, the same object, where there is no other
 */
export function presentCost(event: SessionEvent, { list, fileSource }: PresentPrices): Cost | undefined {
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
 * What an event costs when it arrives: what it came with, unless that is nothing or a user's file knows better. Its
 * program may know newer prices than we do, and what it was told by `definePrices()` goes before the file.
 */
export function costOnArrival(event: SessionEvent, prices: PresentPrices): Cost | undefined {
  const present = presentCost(event, prices);
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
