import type { BatchItem, CapturedItem } from '../model/index.ts';
import { type PriceList, priceOf } from './price/index.ts';
import { type RedactorSource, redactItem } from './redact/index.ts';

/** The one boundary that everything crosses on its way out of the process. */
export interface Pipeline {
  /** Takes an item; it is redacted and priced in a later turn. Never throws. */
  accept(item: CapturedItem): void;
  /** Items accepted and not handed on yet. */
  waiting(): number;
  /** Resolves when everything accepted so far has been handed on. */
  drained(): Promise<void>;
}

/** What a pipeline needs. */
export interface PipelineOptions {
  readonly redactor: RedactorSource;
  readonly prices: PriceList;
  /** Takes each finished item, in order. Must not throw. */
  readonly next: (item: BatchItem) => void;
  /** Told when an item is lost here, because what was to be done with it failed. */
  readonly onFailure: (error: unknown) => void;
  /** Runs a function outside of every session, so that nothing scheduled holds on to one. */
  readonly outside: <R>(fn: () => R) => R;
}

/** Makes a {@link Pipeline}. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { redactor, prices, next, onFailure, outside } = options;
  let waiting: CapturedItem[] = [];
  let draining: Promise<void> | undefined;
  let loaded = false;

  const load = async () => {
    await Promise.all([redactor.ready(), prices.load()]);
    loaded = true;
  };

  const drain = async () => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    try {
      if (!loaded) await load();
    } catch (error) {
      onFailure(error);
    }
    while (waiting.length > 0) {
      const items = waiting;
      waiting = [];
      for (const item of items) finish(item);
    }
    draining = undefined;
  };

  const finish = (item: CapturedItem) => {
    try {
      next(withCost(redactItem(item, redactor.current()), prices, onFailure));
    } catch (error) {
      onFailure(error);
    }
  };

  return {
    accept(item) {
      waiting.push(item);
      draining ??= outside(drain);
    },
    waiting: () => waiting.length,
    async drained() {
      while (draining) await draining;
    },
  };
}

function withCost(item: BatchItem, prices: PriceList, onFailure: (error: unknown) => void): BatchItem {
  if (item.type !== 'event' || item.kind !== 'llm' || item.cost || item.model === undefined) return item;
  if (item.status !== 'ok' && !item.usage) return item;
  try {
    const { provider = '', model, usage, startedAt } = item;
    return {
      ...item,
      cost: priceOf({ provider, model, usage, at: new Date(startedAt) }, prices),
    };
  } catch (error) {
    onFailure(error);
    return item;
  }
}
