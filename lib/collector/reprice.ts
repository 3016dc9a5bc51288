import type { Cost } from '../model/index.ts';
import type { EventSummary } from '../query/index.ts';
import type { Store } from '../store/index.ts';
import { createPrices } from './ingest/prices.ts';

/** What a model's calls cost before and after. Sums are integer pico-dollars. */
export interface RepricedModel {
  /** The name under which a price was found, or looked for. */
  readonly modelId: string;
  /** Calls that cost something else now. */
  readonly events: number;
  /** How many of them had no price before, and have none now. */
  readonly unpriced: { readonly before: number; readonly after: number };
  readonly pico: { readonly before: bigint; readonly after: bigint };
}

/** What pricing again has changed. */
export interface RepriceReport {
  /** Model calls that were looked at. */
  readonly seen: number;
  /** Model calls that cost something else now, and the sessions they belong to. */
  readonly changed: { readonly events: number; readonly sessions: number };
  /** Model calls that cost the same as before, by other prices. */
  readonly restated: number;
  /** The changes by model, by name. */
  readonly models: readonly RepricedModel[];
  /** Model calls that are unpriced, by the name to give a price to. */
  readonly unpriced: ReadonlyMap<string, number>;
}

/** What is to be priced again. */
export interface RepriceHistoryOptions {
  /** Only calls that were made then or later, in milliseconds since 1970. @default all */
  readonly sinceMs?: number;
  /** Only tells what would change. @default false */
  readonly isDryRun?: boolean;
  /** A file with prices of the user's own. @default as `SENTRIAL_PRICES_FILE` says, else `sentrial.prices.json` */
  readonly pricesFile?: string;
}

interface Tally {
  events: number;
  unpriced: { before: number; after: number };
  pico: { before: bigint; after: bigint };
}

/**
 * Prices the model calls of a project again: by the prices of today for the day on which each was made, from its
 * stored usage. Sums of sessions follow. Doing it twice changes nothing more.
 *
 * @throws {TracerError} `invalid-option` when the file of prices cannot be used
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

/** Whether two costs are the same amount, whatever it came from. */
function isEqual(a: Cost | undefined, b: Cost | undefined): boolean {
  if (a?.status === 'priced' && b?.status === 'priced') return a.totalPico === b.totalPico;
  return a?.status !== 'priced' && b?.status !== 'priced';
}
