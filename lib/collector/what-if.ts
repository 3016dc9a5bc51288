import { type Cost, TracerError } from '../model/index.ts';
import { haveSameTokenizer, type PriceList, priceOf } from '../pricing/index.ts';
import type { EventSummary, WhatIfComparison, WhatIfQuery, WhatIfSums, WhatIfView } from '../query/index.ts';
import type { Store } from '../store/index.ts';
import { createPrices } from './ingest/prices.ts';

/** Options of {@link compareModel}. */
export interface CompareModelOptions extends WhatIfQuery {
  /** The user's price file. @default `SENTRIAL_PRICES_FILE`, else `sentrial.prices.json` */
  readonly pricesFile?: string;
}

interface Sums {
  calls: number;
  cost: bigint;
  whatIf: bigint;
}

interface Tally {
  readonly total: Sums;
  readonly otherTokenizer: Sums;
  readonly unpricedNow: Sums;
  readonly unpricedThere: Sums;
  unpricedBoth: number;
  incompleteCalls: number;
}

/**
 * Returns what the model calls of a project would have cost on another model. Nothing is changed.
 *
 * @throws {TracerError} `invalid-option` when no price is known for the model, or the price file is invalid
 */
export async function compareModel(
  store: Store,
  project: string,
  { pricesFile, ...query }: CompareModelOptions,
): Promise<WhatIfView> {
  const prices = createPrices(pricesFile, (problem) => {
    throw problem;
  });
  return whatIf(store, project, query, await prices.list());
}

/**
 * Compares the stored costs with those on another model, at the prices of the day of each call.
 *
 * @param list a loaded list
 * @throws {TracerError} `invalid-option` when no price is known for the model
 */
export async function whatIf(
  store: Store,
  project: string,
  { model: name, since, agentName: wanted }: WhatIfQuery,
  list: PriceList,
): Promise<WhatIfView> {
  const slash = name.indexOf('/');
  const [provider, model] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
  const probe = priceOf({ provider, model, usage: noTokens, at: new Date() }, list);
  if (probe.status !== 'priced') throw unknownModel(name);
  const all = newTally();
  const agents = new Map<string, Tally>();
  await store.reprice(project, {
    ...(since === undefined ? {} : { sinceMs: Date.parse(since) }),
    isDryRun: true,
    priceAgain(event, _, agentName) {
      if (wanted !== undefined && agentName !== wanted) return event.cost;
      const tally = agents.get(agentName) ?? newTally();
      agents.set(agentName, tally);
      const { usage, startedAt } = event;
      const there = priceOf({ provider, model, usage, at: new Date(startedAt) }, list);
      for (const sums of [all, tally]) count(sums, event, there);
      return event.cost;
    },
  });
  return {
    modelId: probe.modelId,
    ...toComparison(all),
    agents: [...agents]
      .map(([agentName, tally]) => ({ agentName, ...toComparison(tally) }))
      .sort((a, b) => (a.agentName < b.agentName ? -1 : 1)),
  };
}

const noTokens = { inputTokens: 0, outputTokens: 0 };

const unknownModel = (name: string): TracerError =>
  new TracerError(
    'invalid-option',
    `No price is known for the model ${JSON.stringify(name)}. Write <provider>/<model>, such as anthropic/claude-sonnet-4-5, or define its price in sentrial.prices.json.`,
  );

const newSums = (): Sums => ({ calls: 0, cost: 0n, whatIf: 0n });

const newTally = (): Tally => ({
  total: newSums(),
  otherTokenizer: newSums(),
  unpricedNow: newSums(),
  unpricedThere: newSums(),
  unpricedBoth: 0,
  incompleteCalls: 0,
});

/** Adds a call. A call that failed before any output costs nothing on any model. */
function count(tally: Tally, event: EventSummary, there: Cost): void {
  const { cost, usage, status } = event;
  if (!cost && !usage && status !== 'ok') return;
  const now = cost?.status === 'priced' ? cost : undefined;
  if (there.status !== 'priced') {
    if (now) add(tally.unpricedThere, now.totalPico, 0);
    else tally.unpricedBoth++;
    return;
  }
  if (!now) {
    add(tally.unpricedNow, 0, there.totalPico);
    return;
  }
  add(tally.total, now.totalPico, there.totalPico);
  const own = event.model === undefined ? now.modelId : `${event.provider}/${event.model}`;
  if (!haveSameTokenizer(own, there.modelId)) add(tally.otherTokenizer, now.totalPico, there.totalPico);
  if (now.incomplete || there.incomplete) tally.incompleteCalls++;
}

function add(sums: Sums, costPico: number, whatIfPico: number): void {
  sums.calls++;
  sums.cost += BigInt(costPico);
  sums.whatIf += BigInt(whatIfPico);
}

function toComparison(tally: Tally): WhatIfComparison {
  const { unpricedNow, unpricedThere, unpricedBoth, incompleteCalls } = tally;
  return {
    total: toText(tally.total),
    otherTokenizer: toText(tally.otherTokenizer),
    unpricedNow: { calls: unpricedNow.calls, whatIfPico: String(unpricedNow.whatIf) },
    unpricedThere: { calls: unpricedThere.calls, costPico: String(unpricedThere.cost) },
    unpricedBoth,
    incompleteCalls,
  };
}

const toText = ({ calls, cost, whatIf: there }: Sums): WhatIfSums => ({
  calls,
  costPico: String(cost),
  whatIfPico: String(there),
});
