import { setImmediate } from 'node:timers';
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
  /** Loads what is needed, off the caller's turn, so that it is there when the first item comes. */
  prepare(): void;
  /**
   * Hands on what is waiting in this turn, unless what is needed for it is still being loaded.
   *
   * @param ms how long it may take
   */
  drainNow(ms: number): void;
  /** Hands on everything, whatever it takes: the process is about to end. */
  drainAtExit(): void;
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

/** How long items are finished before other work of the process gets a turn. */
const sliceMs = 10;
const itemsPerLook = 8;

/** Makes a {@link Pipeline}. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { redactor, prices, next, onFailure, outside } = options;
  let waiting: CapturedItem[] = [];
  let draining: Promise<void> | undefined;
  let loaded = false;

  const load = async () => {
    await Promise.all([redactor.ready(), prices.load()]);
  };

  const drain = async () => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    // What could not be loaded cannot be applied: its values are withheld.
    if (!loaded) await load().catch(() => undefined);
    loaded = true;
    while (waiting.length > 0) {
      finishFor(sliceMs);
      if (waiting.length > 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    draining = undefined;
  };

  const finishFor = (ms: number) => {
    const deadline = performance.now() + ms;
    let at = 0;
    while (at < waiting.length && (at % itemsPerLook > 0 || performance.now() < deadline)) {
      finish(waiting[at++] as CapturedItem);
    }
    waiting = waiting.slice(at);
  };

  const finish = (item: CapturedItem) => {
    try {
      next(withCost(redactItem(item, redactor.current()), prices, onFailure));
    } catch (error) {
      onFailure(error);
    }
  };

  const loadNow = () => {
    try {
      prices.loadNow();
    } catch {
      // As above.
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
    prepare() {
      draining ??= outside(drain);
    },
    drainNow(ms) {
      if (loaded) finishFor(ms);
    },
    drainAtExit() {
      if (!loaded) loadNow();
      finishFor(Number.POSITIVE_INFINITY);
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
