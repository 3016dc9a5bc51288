import type { Cost } from '../model/index.ts';
import type { EventSummary } from '../query/index.ts';
import type { Store } from '../store/index.ts';
import { createPrices } from './ingest/prices.ts';

/** The cost of a model's calls before and after. Sums are integer pico-dollars. */
export interface RepricedModel {
  /** The name of the price. */
  readonly modelId: string;
  /** Calls with a changed cost. */
  readonly events: number;
  /** Calls without a price, before and after. */
  readonly unpriced: { readonly before: number; readonly after: number };
  readonly pico: { readonly before: bigint; readonly after: bigint };
}

/** The result of repricing. */
export interface RepriceReport {
  /** Model calls that were checked. */
  readonly seen: number;
  /** Model calls with a changed cost, and their sessions. */
  readonly changed: { readonly events: number; readonly sessions: number };
  /** Model calls with the same cost from another price. */
  readonly restated: number;
  /** Changes by model, sorted by name. */
  readonly models: readonly RepricedModel[];
  /** Unpriced model calls by the name to define a price for. */
  readonly unpriced: ReadonlyMap<string, number>;
}

/** Options of repricing. */
export interface RepriceHistoryOptions {
  /** Only calls made then or later, in milliseconds since 1970. @default all */
  readonly sinceMs?: number;
  /** Reports the changes without storing them. @default false */
  readonly isDryRun?: boolean;
  /** The user's price file. @default `SENTRIAL_PRICES_FILE`, else `sentrial.prices.json` */
  readonly pricesFile?: string;
}

interface Tally {
  events: number;
  unpriced: { before: number; after: number };
  pico: { before: bigint; after: bigint };
}

/**
 * Prices the model calls of a project again, from their stored usage and at today's prices for their day.
 * Sums of sessions follow, and a second run changes nothing.
 *
 * @throws {TracerError} `invalid-option` when the price file is invalid
 */
export async function repriceHistory(
  store: Store,
  project: string,
  { sinceMs, isDryRun = false, pricesFile }: RepriceHistoryOptions = {},
): Promise<RepriceReport> {
  const present = await createPrices(pricesFile, (problem) => {
    throw problem;
  }).present();
  const models = new Map<string, Tally>();
  const unpriced = new Map<string, number>();
  const sessions = new Set<string>();
  let [seen, events, restated] = [0, 0, 0];

  const count = (before: Cost | undefined, after: Cost | undefined, sessionId: string) => {
    if (isEqual(before, after)) {
      restated++;
      return;
    }
    events++;
    sessions.add(sessionId);
    const modelId = after?.modelId ?? before?.modelId ?? '';
    const tally = models.get(modelId) ?? newTally();
    models.set(modelId, tally);
    tally.events++;
    add(tally, 'before', before);
    add(tally, 'after', after);
  };

  await store.reprice(project, {
    ...(sinceMs === undefined ? {} : { sinceMs }),
    isDryRun,
    priceAgain(event: EventSummary, sessionId) {
      seen++;
      const cost = present(event, sessionId);
      if (cost?.status === 'unpriced') unpriced.set(cost.modelId, (unpriced.get(cost.modelId) ?? 0) + 1);
      if (cost !== event.cost) count(event.cost, cost, sessionId);
      return cost;
    },
  });
  return {
    seen,
    changed: { events, sessions: sessions.size },
    restated,
    models: [...models]
      .map(([modelId, tally]) => ({ modelId, ...tally }))
      .sort((a, b) => (a.modelId < b.modelId ? -1 : 1)),
    unpriced: new Map([...unpriced].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const newTally = (): Tally => ({
  events: 0,
  unpriced: { before: 0, after: 0 },
  pico: { before: 0n, after: 0n },
});

function add(tally: Tally, when: 'before' | 'after', cost: Cost | undefined): void {
  if (cost?.status === 'priced') tally.pico[when] += BigInt(cost.totalPico);
  else tally.unpriced[when]++;
}

/** Returns whether two costs have the same amount, from any source. */
function isEqual(a: Cost | undefined, b: Cost | undefined): boolean {
  if (a?.status === 'priced' && b?.status === 'priced') return a.totalPico === b.totalPico;
  return a?.status !== 'priced' && b?.status !== 'priced';
}
