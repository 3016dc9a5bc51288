import { setImmediate } from 'node:timers';
import { type BatchItem, type DeliveryStats, TracerError } from '../../model/index.ts';
import { type Delay, delay, describeThrown, ignoreErrors, type Timer } from '../../primitives/index.ts';
import type { Entry } from '../spool/entry.ts';
import type { FlushMode, Transport } from '../transport.ts';
import { Backlog } from './backlog.ts';
import { type BatchingOptions, defaultOptions, type Settings } from './batching-options.ts';
import { Ledger } from './ledger.ts';
import type { Poster, PostResult } from './poster.ts';
import { retryDelayMs } from './retry.ts';

/** Wait after an answer that only a change of the configuration can improve. */
const blockedMs = 60_000;
const spoolCheckMs = 20_000;
/** Minimum time between two listings of the spool directory. */
const minSpoolCheckMs = 200;
/** A batch that fails with an exception this often is sent item by item; a single item is then dropped. */
const maxExceptions = 10;

/**
 * Creates a transport that posts items in batches, one at a time and in order, until they are stored. With a
 * spool, items are on disk when `send` returns, and items of earlier processes are delivered too.
 */
export function createBatchingTransport(poster: Poster, options: BatchingOptions = {}): Transport {
  return new BatchingTransport(poster, { ...defaultOptions, ...options });
}

class BatchingTransport implements Transport {
  readonly #poster: Poster;
  readonly #settings: Settings;
  readonly #ledger: Ledger;
  readonly #backlog: Backlog;
  #spoolTimer: Timer | undefined;
  #spoolCheckedMs = Number.NEGATIVE_INFINITY;
  #closed = false;
  #running: Promise<void> | undefined;
  #wait: Delay | undefined;
  /** Whether the current wait must not be cut short. */
  #isBlocked = false;
  #failures = 0;
  #exceptions = 0;
  #problem: TracerError | undefined;
  #waiters: (() => void)[] = [];
  /** When the next request is due, in monotonic time. */
  #resumesAtMs = 0;
  /** Below the configured limit while a batch is taken apart that was too large or refused. */
  #batchItems: number;

  constructor(poster: Poster, settings: Settings) {
    this.#poster = poster;
    this.#settings = settings;
    this.#ledger = new Ledger((reason, detail) => ignoreErrors(settings.onDrop, reason, detail));
    this.#backlog = new Backlog(settings, this.#ledger);
    this.#batchItems = settings.maxBatchItems;
    if (settings.spool) settings.outside(() => setImmediate(() => this.#checkSpoolRegularly()));
  }

  send(items: readonly BatchItem[]): void {
    for (const item of items) this.#ledger.accept(item);
    if (this.#closed) {
      for (const _ of items) this.#ledger.drop('closed', 'they were recorded after close()');
      return;
    }
    for (const item of items) this.#settings.crashMarkers?.observe(item);
    this.#backlog.add(items);
    const isFull = this.#backlog.queued >= this.#settings.maxBatchItems;
    if (isFull && this.#failures === 0 && !this.#isBlocked) this.#wait?.end();
    this.#start();
  }

  async flush(ms: number, mode: FlushMode = 'until-stored'): Promise<TracerError | undefined> {
    const { clock } = this.#settings;
    const deadlineMs = clock.monotonicMs() + ms;
    this.#checkSpool();
    const target = this.#backlog.hasOrphans ? Number.POSITIVE_INFINITY : this.#ledger.accepted;
    const countPending = () => Math.min(target, this.#ledger.accepted) - this.#ledger.settled;
    const isDone = () => countPending() <= 0 && !this.#backlog.hasOrphans;
    const givesUp = () => mode === 'until-failure' && this.#problem !== undefined;
    if (!this.#isBlocked && !givesUp()) this.#wait?.end();
    while (!isDone() && !givesUp() && this.#running && clock.monotonicMs() < deadlineMs) {
      const limit = delay(clock, deadlineMs - clock.monotonicMs(), true);
      await Promise.race([this.#running, this.#nextAnswer(), limit.over]);
      limit.end();
      if (this.#resumesAtMs > deadlineMs) break;
    }
    if (isDone()) return undefined;
    const late = `${countPending()} items had not reached the collector after ${ms} ms. Give flush() more time.`;
    return this.#problem ?? new TracerError('unreachable', late);
  }

  async close(ms: number): Promise<TracerError | undefined> {
    const problem = await this.flush(ms);
    if (this.#closed) return problem;
    this.#closed = true;
    this.#spoolTimer?.cancel();
    this.#wait?.end();
    ignoreErrors(() => this.#poster.close());
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

  hasOrphans(): boolean {
    return this.#backlog.hasOrphans;
  }

  #start(): void {
    if (!this.#closed) this.#running ??= this.#settings.outside(() => this.#deliver());
  }

  /** Finds what ended processes left in the spool, now and every 20 seconds. */
  #checkSpoolRegularly(): void {
    if (this.#closed) return;
    this.#checkSpool();
    const { clock } = this.#settings;
    this.#spoolTimer = clock.startTimer(spoolCheckMs, () => this.#checkSpoolRegularly());
  }

  #checkSpool(): void {
    const nowMs = this.#settings.clock.monotonicMs();
    if (this.#closed || nowMs < this.#spoolCheckedMs + minSpoolCheckMs) return;
    this.#spoolCheckedMs = nowMs;
    try {
      this.#backlog.findOrphans();
      this.#settings.crashMarkers?.recover((items) => this.send(items));
      if (this.#backlog.hasOrphans) this.#start();
    } catch (error) {
      this.#report(unexpected(error));
    }
  }

  /** Resolves after the next answer to a batch, whatever it is. */
  #nextAnswer(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Sends batches until none is left. Never rejects: an exception would stop delivery for good. */
  async #deliver(): Promise<void> {
    await this.#waitFor(this.#settings.lingerMs);
    while (!this.#closed && this.#hasNext()) {
      const waitMs = await this.#deliverBatch();
      if (this.#closed) break;
      this.#resumesAtMs = this.#settings.clock.monotonicMs() + waitMs;
      for (const resolve of this.#waiters.splice(0)) resolve();
      if (waitMs > 0) await this.#waitFor(waitMs);
      this.#isBlocked = false;
    }
    this.#running = undefined;
  }

  #hasNext(): boolean {
    try {
      return this.#backlog.refill();
    } catch (error) {
      this.#report(unexpected(error));
      return this.#backlog.queued > 0;
    }
  }

  /** Sends one batch. Returns how long to wait before the next, in milliseconds. */
  async #deliverBatch(): Promise<number> {
    let batch: readonly Entry[] = [];
    let result: PostResult;
    try {
      this.#settings.crashMarkers?.persist();
      batch = this.#backlog.takeBatch(this.#batchItems);
      result = await this.#poster.post(batch, this.stats());
    } catch (error) {
      return this.#closed ? 0 : this.#applyException(batch, error);
    }
    if (this.#closed) return 0;
    this.#exceptions = 0;
    try {
      return this.#applyResult(batch, result);
    } catch (error) {
      this.#report(unexpected(error));
      this.#backlog.dropTaken(describeThrown(error));
      return 0;
    }
  }

  async #waitFor(ms: number): Promise<void> {
    this.#wait = delay(this.#settings.clock, ms);
    await this.#wait.over;
    this.#wait = undefined;
  }

  /** Retries a batch whose sending threw. An item that throws alone, again and again, is dropped. */
  #applyException(batch: readonly Entry[], error: unknown): number {
    this.#report(unexpected(error));
    if (++this.#exceptions >= maxExceptions) {
      this.#exceptions = 0;
      this.#failures = 0;
      if (batch.length === 1) this.#backlog.dropTaken(describeThrown(error));
      else this.#takeApart(batch, 1);
      return 0;
    }
    this.#backlog.putBack(batch);
    return retryDelayMs(this.#failures++, this.#settings.maxRetryMs);
  }

  /** Applies the outcome of a batch. Returns how long to wait before the next, in milliseconds. */
  #applyResult(batch: readonly Entry[], result: PostResult): number {
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
        else this.#backlog.shrink(batch, result.problem.message);
        return 0;
      case 'refused':
        if (batch.length > 1) this.#takeApart(batch, 1);
        else this.#backlog.store(batch, [{ index: 0, reason: result.problem.message }]);
        return 0;
      case 'retry':
        this.#backlog.store(batch.slice(0, result.stored), []);
        this.#backlog.putBack(batch.slice(result.stored));
        this.#report(result.problem);
        this.#isBlocked = result.afterMs !== undefined;
        return result.afterMs ?? retryDelayMs(this.#failures++, this.#settings.maxRetryMs);
      case 'blocked':
        this.#backlog.putBack(batch);
        if (result.problem.code === 'unauthorized') this.#backlog.release();
        this.#report(result.problem);
        this.#isBlocked = true;
        return blockedMs;
    }
  }

  #takeApart(batch: readonly Entry[], batchItems: number): void {
    this.#batchItems = batchItems;
    this.#backlog.putBack(batch);
  }

  #report(problem: TracerError): void {
    this.#problem = problem;
    ignoreErrors(this.#settings.onProblem, problem);
  }
}

const unexpected = (cause: unknown): TracerError =>
  new TracerError('unreachable', `A batch could not be sent (${describeThrown(cause)}).`, { cause });
