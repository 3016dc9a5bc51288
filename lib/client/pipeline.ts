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
export const createPipeline = (options: PipelineOptions): Pipeline => new ItemPipeline(options);

class ItemPipeline implements Pipeline {
  readonly #options: PipelineOptions;
  #waiting: CapturedItem[] = [];
  #draining: Promise<void> | undefined;
  #isFinishing = false;
  #isLoaded = false;
  #arePricesLoaded = false;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  accept(item: CapturedItem): void {
    this.#waiting.push(item);
    this.prepare();
  }

  waiting(): number {
    return this.#waiting.length;
  }

  async drained(): Promise<void> {
    while (this.#draining !== undefined) await this.#draining;
  }

  prepare(): void {
    this.#draining ??= this.#options.unrecorded(() => this.#drain());
  }

  drainNow(ms: number): void {
    this.#isLoaded ||= this.#waiting.length >= maxWaitingForLoad;
    if (this.#isLoaded) this.#finishFor(ms);
  }

  drainAtExit(): void {
    this.#finishFor(Number.POSITIVE_INFINITY);
  }

  async #drain(): Promise<void> {
    await nextTurn();
    // A policy that failed to load cannot be applied: the redactor then withholds values.
    if (!this.#isLoaded) await this.#load().catch(() => undefined);
    this.#isLoaded = true;
    while (this.#waiting.length > 0) {
      this.#finishFor(sliceMs);
      if (this.#waiting.length > 0) await nextTurn();
    }
    this.#draining = undefined;
  }

  async #load(): Promise<void> {
    const { redactor, prices } = this.#options;
    const loadPrices = async () => {
      await prices.load();
      this.#arePricesLoaded = true;
    };
    await Promise.all([redactor.ready(), loadPrices()]);
  }

  /** A pattern function of the user can call this again. Its items wait until the outer call is done. */
  #finishFor(ms: number): void {
    if (this.#isFinishing) return;
    this.#isFinishing = true;
    try {
      this.#options.unrecorded(() => this.#passOn(this.#takeFinished(ms)));
    } finally {
      this.#isFinishing = false;
    }
  }

  #takeFinished(ms: number): readonly BatchItem[] {
    const { redactor, onFailure } = this.#options;
    const deadline = performance.now() + ms;
    const waiting = this.#waiting;
    const finished: BatchItem[] = [];
    let at = 0;
    while (at < waiting.length && (at % itemsPerTimeCheck > 0 || performance.now() < deadline)) {
      const item = waiting[at++] as CapturedItem;
      try {
        const redacted = redactItem(item, redactor.current());
        finished.push(isModelCall(redacted) ? this.#withCost(redacted) : redacted);
      } catch (error) {
        onFailure(error);
      }
    }
    this.#waiting = waiting.slice(at);
    return finished;
  }

  #passOn(finished: readonly BatchItem[]): void {
    if (finished.length === 0) return;
    const { next, onFailure } = this.#options;
    try {
      next(finished);
    } catch (error) {
      for (const _ of finished) onFailure(error);
    }
  }

  #withCost(call: SessionEvent): SessionEvent {
    if (call.cost) return call;
    try {
      this.#loadUserPrices();
      return Object.assign(call, { cost: costOf(call, this.#options.prices), reportedPico: undefined });
    } catch {
      // The collector prices calls that arrive without a cost.
      return call;
    }
  }

  #loadUserPrices(): void {
    if (this.#arePricesLoaded) return;
    this.#arePricesLoaded = true;
    ignoreErrors(() => this.#options.prices.loadUserPrices());
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const isModelCall = (item: BatchItem): item is SessionEvent => item.type === 'event' && item.kind === 'llm';
