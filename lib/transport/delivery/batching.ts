import { clearInterval, setImmediate, setInterval } from 'node:timers';
import { type BatchItem, type DeliveryStats, type DropReason, TracerError } from '../../model/index.ts';
import type { CrashMarkers } from '../spool/crash-markers.ts';
import type { Spool } from '../spool/spool.ts';
import type { FlushMode, Transport } from '../transport.ts';
import { Backlog } from './backlog.ts';
import { Ledger } from './ledger.ts';
import type { Poster, PostResult } from './poster.ts';
import type { Entry } from './queue.ts';
import { longestDelayMs, type Pause, pause, retryDelayMs } from './retry.ts';

/** Bounds of the queue and of one batch. */
export interface BatchingOptions {
  /** Items that may wait in memory. @default 10,000 */
  readonly maxQueuedItems?: number;
  /** Bytes that may wait in memory. @default 33,554,432 */
  readonly maxQueuedBytes?: number;
  /** Items in a batch. @default 500 */
  readonly maxBatchItems?: number;
  /** Bytes of a batch. @default 1,048,576 */
  readonly maxBatchBytes?: number;
  /** Milliseconds an item waits for others. @default 250 */
  readonly lingerMs?: number;
  /** Milliseconds between two attempts at most, where the collector asks for nothing else. @default 60,000 */
  readonly maxRetryMs?: number;
  /** Where items lie until they are stored. @default in memory alone */
  readonly spool?: Spool | undefined;
  /** What is to be told of sessions that go on when the process is killed. @default nothing */
  readonly crashMarkers?: CrashMarkers | undefined;
  /** Told of each problem with delivery. */
  readonly onProblem?: (problem: TracerError) => void;
  /** Told of lost items. */
  readonly onDrop?: (reason: DropReason, detail: string) => void;
  /** Runs a function outside of every session. */
  readonly outside?: <R>(fn: () => R) => R;
}

const defaults = {
  maxQueuedItems: 10_000,
  maxQueuedBytes: 33_554_432,
  maxBatchItems: 500,
  maxBatchBytes: 1_048_576,
  lingerMs: 250,
  maxRetryMs: longestDelayMs,
  spool: undefined,
  crashMarkers: undefined,
  onProblem: () => undefined,
  onDrop: () => undefined,
  outside: <R>(fn: () => R) => fn(),
};

type Settings = Required<Omit<BatchingOptions, 'spool' | 'crashMarkers'>> & {
  readonly spool: Spool | undefined;
  readonly crashMarkers: CrashMarkers | undefined;
};

/** How long to leave a collector alone that will not take our key or does not know our route. */
const holdMs = 60_000;
const lookEveryMs = 20_000;
/** Who flushes again and again need not list the directory each time. */
const lookAgainMs = 200;

/**
 * A transport that gathers items into batches and posts them one batch at a time, in order, until they are stored.
 * With a spool, each item is on disk when `send` returns, what has no room in memory waits there, and what an
 * earlier process has left there is sent as well.
 */
export function createBatchingTransport(poster: Poster, options: BatchingOptions = {}): Transport {
  return new BatchingTransport(poster, { ...defaults, ...options });
}

class BatchingTransport implements Transport {
  readonly #poster: Poster;
  readonly #settings: Settings;
  readonly #ledger: Ledger;
  readonly #backlog: Backlog;
  #lookout: NodeJS.Timeout | undefined;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #closed = false;
  #running: Promise<void> | undefined;
  #pause: Pause | undefined;
  /** Whether nothing may be sent before the present wait is over. */
  #isHeld = false;
  #failures = 0;
  #problem: TracerError | undefined;
  #waiters: (() => void)[] = [];
  /** When the next request is due, on the monotonic clock. */
  #resumesAt = 0;
  /** Fewer than the settings allow while a batch that was too large, or refused, is taken apart. */
  #batchItems: number;

  constructor(poster: Poster, settings: Settings) {
    this.#poster = poster;
    this.#settings = settings;
    this.#ledger = new Ledger(settings.onDrop);
    this.#backlog = new Backlog(settings, this.#ledger);
    this.#batchItems = settings.maxBatchItems;
    if (settings.spool) settings.outside(() => this.#keepLooking());
  }

  send(item: BatchItem): void {
    this.sendAll([item]);
  }

  sendAll(items: readonly BatchItem[]): void {
    for (const item of items) this.#ledger.accept(item);
    if (this.#closed) {
      for (const _ of items) this.#ledger.drop('closed', 'it came after close()');
      return;
    }
    for (const item of items) this.#settings.crashMarkers?.hear(item);
    this.#backlog.add(items);
    const isFull = this.#backlog.queued >= this.#settings.maxBatchItems;
    if (isFull && this.#failures === 0 && !this.#isHeld) this.#pause?.end();
    this.#start();
  }

  async flush(ms: number, patience: FlushMode = 'until-stored'): Promise<TracerError | undefined> {
    const deadline = performance.now() + ms;
    this.#look();
    const target = this.#backlog.hasFree ? Number.POSITIVE_INFINITY : this.#ledger.accepted;
    const left = () => Math.min(target, this.#ledger.accepted) - this.#ledger.settled;
    const isDone = () => left() <= 0 && !this.#backlog.hasFree;
    const givesUp = () => patience === 'until-failure' && this.#problem !== undefined;
    if (!this.#isHeld && !givesUp()) this.#pause?.end();
    while (!isDone() && !givesUp() && this.#running && performance.now() < deadline) {
      const guard = pause(deadline - performance.now(), { keepsProcessAlive: true });
      await Promise.race([this.#running, this.#answered(), guard.over]);
      guard.end();
      if (this.#resumesAt > deadline) break;
    }
    if (isDone()) return undefined;
    const late = `${left()} items had not reached the collector after ${ms} ms. Give flush() more time.`;
    return this.#problem ?? new TracerError('unreachable', late);
  }

  async close(ms: number): Promise<TracerError | undefined> {
    const problem = await this.flush(ms);
    if (this.#closed) return problem;
    this.#closed = true;
    clearInterval(this.#lookout);
    this.#pause?.end();
    this.#poster.close();
    this.#backlog.close();
    this.#settings.crashMarkers?.close();
    return problem;
  }

  stats(): DeliveryStats {
    return this.#ledger.stats(this.#backlog.queued, this.#backlog.spooled);
  }

  atRisk(): number {
    return this.#backlog.unsafe;
  }

  #start(): void {
    if (!this.#closed) this.#running ??= this.#settings.outside(() => this.#run());
  }

  /** Finds what processes that ended have left, now and later. */
  #keepLooking(): void {
    setImmediate(() => this.#look());
    this.#lookout = setInterval(() => this.#look(), lookEveryMs).unref();
  }

  #look(): void {
    const nowMs = performance.now();
    if (this.#closed || nowMs < this.#lookedAtMs + lookAgainMs) return;
    this.#lookedAtMs = nowMs;
    this.#backlog.survey();
    this.#settings.crashMarkers?.execute((items) => this.sendAll(items));
    if (this.#backlog.hasFree) this.#start();
  }

  /** Resolves after the next answer of the collector, whatever it was. */
  #answered(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  async #run(): Promise<void> {
    await this.#wait(this.#settings.lingerMs);
    while (!this.#closed && this.#backlog.refill()) {
      this.#settings.crashMarkers?.write();
      const batch = this.#backlog.take(this.#batchItems);
      const result = await this.#poster.post(batch, this.stats());
      if (this.#closed) break;
      const waitMs = this.#conclude(batch, result);
      this.#resumesAt = performance.now() + waitMs;
      for (const resolve of this.#waiters.splice(0)) resolve();
      if (waitMs > 0) await this.#wait(waitMs);
      this.#isHeld = false;
    }
    this.#running = undefined;
  }

  async #wait(ms: number): Promise<void> {
    this.#pause = pause(ms);
    await this.#pause.over;
    this.#pause = undefined;
  }

  /** Draws the consequences of an answer. Returns how long to wait before the next request. */
  #conclude(batch: readonly Entry[], result: PostResult): number {
    switch (result.status) {
      case 'stored':
        this.#backlog.store(batch, result.refused);
        this.#settings.crashMarkers?.commit();
        this.#failures = 0;
        this.#problem = undefined;
        this.#batchItems = Math.min(this.#settings.maxBatchItems, this.#batchItems * 2);
        return 0;
      case 'too-large':
        if (batch.length > 1) this.#takeApart(batch, Math.ceil(batch.length / 2));
        else this.#backlog.shorten(batch, result.problem.message);
        return 0;
      case 'refused':
        if (batch.length > 1) this.#takeApart(batch, 1);
        else this.#backlog.store(batch, [{ index: 0, reason: result.problem.message }]);
        return 0;
      case 'retry':
        this.#backlog.store(batch.slice(0, result.stored), []);
        this.#backlog.putBack(batch.slice(result.stored));
        this.#note(result.problem);
        this.#isHeld = result.afterMs !== undefined;
        return result.afterMs ?? retryDelayMs(this.#failures++, this.#settings.maxRetryMs);
      case 'hold':
        this.#backlog.putBack(batch);
        if (result.problem.code === 'unauthorized') this.#backlog.release();
        this.#note(result.problem);
        this.#isHeld = true;
        return holdMs;
    }
  }

  #takeApart(batch: readonly Entry[], batchItems: number): void {
    this.#batchItems = batchItems;
    this.#backlog.putBack(batch);
  }

  #note(problem: TracerError): void {
    this.#problem = problem;
    this.#settings.onProblem(problem);
  }
}
