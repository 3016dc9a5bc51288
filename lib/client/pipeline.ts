import { setImmediate } from 'node:timers';
import type { BatchItem, CapturedItem, SessionEvent } from '../model/index.ts';
import { costOf, type PriceList } from '../pricing/index.ts';
import { type RedactorSource, redactItem } from '../redaction/index.ts';

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
   * Hands on what is waiting in this turn, unless it is little and what is needed for it is still being loaded.
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
  /** Takes finished items, in order. Must not throw. */
  readonly next: (items: readonly BatchItem[]) => void;
  /** Told when an item is lost here, because what was to be done with it failed. */
  readonly onFailure: (error: unknown) => void;
  /** Runs a function outside of every session, so that nothing scheduled holds on to one. */
  readonly outside: <R>(fn: () => R) => R;
}

/** How long items are finished before other work of the process gets a turn. */
const sliceMs = 10;
const itemsPerLook = 8;
/** Items that wait for what is being loaded. When there are more, it is gone without: memory is bounded. */
const mostUnloaded = 256;

/** Makes a {@link Pipeline}. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { redactor, prices, next, onFailure, outside } = options;
  let waiting: CapturedItem[] = [];
  let draining: Promise<void> | undefined;
  let loaded = false;
  let pricesLoaded = false;

  const load = async () => {
    const loadPrices = async () => {
      await prices.load();
      pricesLoaded = true;
    };
    await Promise.all([redactor.ready(), loadPrices()]);
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
    const finished: BatchItem[] = [];
    let at = 0;
    while (at < waiting.length && (at % itemsPerLook > 0 || performance.now() < deadline)) {
      const item = waiting[at++] as CapturedItem;
      try {
        const redacted = redactItem(item, redactor.current());
        finished.push(isModelCall(redacted) ? withCost(redacted) : redacted);
      } catch (error) {
        onFailure(error);
      }
    }
    waiting = waiting.slice(at);
    if (finished.length > 0) next(finished);
  };

  const withCost = (call: SessionEvent): SessionEvent => {
    if (call.cost) return call;
    try {
      loadPricesNow();
      return Object.assign(call, { cost: costOf(call, prices), reportedPico: undefined });
    } catch {
      // Whoever takes it in prices what has no price.
      return call;
    }
  };

  const loadPricesNow = () => {
    if (pricesLoaded) return;
    pricesLoaded = true;
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
      loaded ||= waiting.length >= mostUnloaded;
      if (loaded) finishFor(ms);
    },
    drainAtExit() {
      finishFor(Number.POSITIVE_INFINITY);
    },
  };
}

const isModelCall = (item: BatchItem): item is SessionEvent => item.type === 'event' && item.kind === 'llm';
