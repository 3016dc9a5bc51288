import { setImmediate } from 'node:timers';
import type { BatchItem, CapturedItem, SessionEvent } from '../model/index.ts';
import { costOf, type PriceList } from '../pricing/index.ts';
import { ignoreErrors } from '../primitives/index.ts';
import { type RedactorSource, redactItem } from '../redaction/index.ts';

/** Redacts and prices every item before it leaves the process. */
export interface Pipeline {
  /** Accepts an item, which is redacted and priced in a later turn. Never throws. */
  accept(item: CapturedItem): void;
  /** Returns the number of accepted items that have not been passed on. */
  waiting(): number;
  /** Resolves when every accepted item has been passed on. */
  drained(): Promise<void>;
  /** Starts loading the policy and the prices, so that they are ready for the first item. */
  prepare(): void;
  /**
   * Passes on waiting items in this turn. A few items keep waiting while the policy and prices load.
   *
   * @param ms time limit in milliseconds
   */
  drainNow(ms: number): void;
  /** Passes on every waiting item without a time limit, for use when the process is about to exit. */
  drainAtExit(): void;
}

/** Dependencies of a pipeline. */
export interface PipelineOptions {
  readonly redactor: RedactorSource;
  readonly prices: PriceList;
  /** Receives finished items, in order. */
  readonly next: (items: readonly BatchItem[]) => void;
  /** Called once for each item that is lost because redaction or `next` threw. */
  readonly onFailure: (error: unknown) => void;
  /** Runs a function where nothing is recorded: code that redacts must not create items that need redaction. */
  readonly unrecorded: <R>(fn: () => R) => R;
}

/** Time spent on items before other work of the process gets a turn. */
const sliceMs = 10;
const itemsPerTimeCheck = 8;
/** Items that may wait for the policy and the prices to load. More are processed without, to bound memory. */
const maxWaitingForLoad = 256;

/** Creates a {@link Pipeline}. */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { redactor, prices, next, onFailure, unrecorded } = options;
  let waiting: CapturedItem[] = [];
  let draining: Promise<void> | undefined;
  let isFinishing = false;
  let isLoaded = false;
  let arePricesLoaded = false;

  const load = async () => {
    const loadPrices = async () => {
      await prices.load();
      arePricesLoaded = true;
    };
    await Promise.all([redactor.ready(), loadPrices()]);
  };

  const drain = async () => {
    await nextTurn();
    // A policy that failed to load cannot be applied: the redactor then withholds values.
    if (!isLoaded) await load().catch(() => undefined);
    isLoaded = true;
    while (waiting.length > 0) {
      finishFor(sliceMs);
      if (waiting.length > 0) await nextTurn();
    }
    draining = undefined;
  };

  /** A pattern function of the user can end up here again. Its items wait until the outer call is done. */
  const finishFor = (ms: number) => {
    if (isFinishing) return;
    isFinishing = true;
    try {
      unrecorded(() => passOn(takeFinished(ms)));
    } finally {
      isFinishing = false;
    }
  };

  const takeFinished = (ms: number): readonly BatchItem[] => {
    const deadline = performance.now() + ms;
    const finished: BatchItem[] = [];
    let at = 0;
    while (at < waiting.length && (at % itemsPerTimeCheck > 0 || performance.now() < deadline)) {
      const item = waiting[at++] as CapturedItem;
      try {
        const redacted = redactItem(item, redactor.current());
        finished.push(isModelCall(redacted) ? withCost(redacted) : redacted);
      } catch (error) {
        onFailure(error);
      }
    }
    waiting = waiting.slice(at);
    return finished;
  };

  const passOn = (finished: readonly BatchItem[]) => {
    if (finished.length === 0) return;
    try {
      next(finished);
    } catch (error) {
      for (const _ of finished) onFailure(error);
    }
  };

  const withCost = (call: SessionEvent): SessionEvent => {
    if (call.cost) return call;
    try {
      loadPricesNow();
      return Object.assign(call, { cost: costOf(call, prices), reportedPico: undefined });
    } catch {
      // The collector prices calls that arrive without a cost.
      return call;
    }
  };

  const loadPricesNow = () => {
    if (arePricesLoaded) return;
    arePricesLoaded = true;
    ignoreErrors(() => prices.loadNow());
  };

  const prepare = () => {
    draining ??= unrecorded(drain);
  };

  return {
    accept(item) {
      waiting.push(item);
      prepare();
    },
    waiting: () => waiting.length,
    async drained() {
      while (draining) await draining;
    },
    prepare,
    drainNow(ms) {
      isLoaded ||= waiting.length >= maxWaitingForLoad;
      if (isLoaded) finishFor(ms);
    },
    drainAtExit() {
      finishFor(Number.POSITIVE_INFINITY);
    },
  };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const isModelCall = (item: BatchItem): item is SessionEvent => item.type === 'event' && item.kind === 'llm';
