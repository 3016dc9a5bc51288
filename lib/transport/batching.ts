import { type BatchItem, sdk, TracerError } from '../model/index.ts';
import type { Poster, PostResult } from './http.ts';
import { type Pause, pause, retryDelayMs } from './retry.ts';
import type { DeliveryStats, DropReason, Transport } from './transport.ts';

/** Bounds of the queue and of one batch. */
export interface BatchingOptions {
  /** Items that may wait. @default 10,000 */
  readonly maxQueuedItems?: number;
  /** Bytes that may wait. @default 33,554,432 */
  readonly maxQueuedBytes?: number;
  /** Items in a batch. @default 200 */
  readonly maxBatchItems?: number;
  /** Bytes of a batch. @default 1,048,576 */
  readonly maxBatchBytes?: number;
  /** Milliseconds an item waits for others. @default 250 */
  readonly lingerMs?: number;
  /** Told of each problem with delivery, once until a delivery succeeds again. */
  readonly onProblem?: (problem: TracerError) => void;
  /** Told of lost items. */
  readonly onDrop?: (reason: DropReason, detail: string) => void;
  /** Runs a function outside of every session. */
  readonly outside?: <R>(fn: () => R) => R;
}

const defaults = {
  maxQueuedItems: 10_000,
  maxQueuedBytes: 33_554_432,
  maxBatchItems: 200,
  maxBatchBytes: 1_048_576,
  lingerMs: 250,
  onProblem: () => undefined,
  onDrop: () => undefined,
  outside: <R>(fn: () => R) => fn(),
} satisfies Required<BatchingOptions>;

/** How long to leave a collector alone that will not take our key or does not know our route. */
const holdMs = 60_000;

interface Queued {
  readonly json: string;
  readonly bytes: number;
}

/** A transport that gathers items into batches and posts them one batch at a time, in order, until they are stored. */
export function createBatchingTransport(poster: Poster, options: BatchingOptions = {}): Transport {
  return new BatchingTransport(poster, { ...defaults, ...options });
}

class BatchingTransport implements Transport {
  readonly #poster: Poster;
  readonly #options: Required<BatchingOptions>;
  readonly #queue: Queued[] = [];
  #queuedBytes = 0;
  #accepted = 0;
  #stored = 0;
  readonly #dropped: Record<DropReason, number> = {
    'queue-full': 0,
    'too-large': 0,
    refused: 0,
    closed: 0,
    failed: 0,
  };
  #closed = false;
  #running: Promise<void> | undefined;
  #pause: Pause | undefined;
  #failures = 0;
  #problem: TracerError | undefined;
  #waiters: (() => void)[] = [];
  /** When the next request is due, on the monotonic clock. */
  #resumesAt = 0;
  /** Fewer than the options allow while a batch that was too large, or refused, is taken apart. */
  #batchItems: number;

  constructor(poster: Poster, options: Required<BatchingOptions>) {
    this.#poster = poster;
    this.#options = options;
    this.#batchItems = options.maxBatchItems;
  }

  send(item: BatchItem): void {
    this.#accepted++;
    if (this.#closed) {
      this.#drop('closed', 'it came after close()');
      return;
    }
    let json: string;
    try {
      json = JSON.stringify(item);
    } catch (error) {
      this.#drop('failed', String(error));
      return;
    }
    const bytes = Buffer.byteLength(json);
    const { maxQueuedBytes, maxQueuedItems, outside } = this.#options;
    if (this.#queue.length >= maxQueuedItems || this.#queuedBytes + bytes > maxQueuedBytes) {
      this.#drop('queue-full', `${this.#queue.length} items wait for the collector`);
      return;
    }
    this.#queue.push({ json, bytes });
    this.#queuedBytes += bytes;
    if (this.#queue.length >= this.#options.maxBatchItems && this.#failures === 0) this.#pause?.end();
    this.#running ??= outside(() => this.#run());
  }

  async flush(ms: number): Promise<TracerError | undefined> {
    const deadline = performance.now() + ms;
    this.#pause?.end();
    while (this.#queue.length > 0 && this.#running && performance.now() < deadline) {
      const guard = pause(deadline - performance.now(), { keepsProcessAlive: true });
      await Promise.race([this.#running, this.#answered(), guard.over]);
      guard.end();
      if (this.#resumesAt > deadline) break;
    }
    if (this.#queue.length === 0) return undefined;
    const late = `${this.#queue.length} items had not reached the collector after ${ms} ms. Give flush() more time.`;
    return this.#problem ?? new TracerError('unreachable', late);
  }

  async close(ms: number): Promise<TracerError | undefined> {
    const problem = await this.flush(ms);
    this.#closed = true;
    this.#pause?.end();
    this.#poster.close();
    for (const _ of this.#take(this.#queue.length))
      this.#drop('closed', 'close() ended before it was stored');
    return problem;
  }

  stats(): DeliveryStats {
    return {
      accepted: this.#accepted,
      stored: this.#stored,
      queued: this.#queue.length,
      dropped: { ...this.#dropped },
    };
  }

  /** Resolves after the next answer of the collector, whatever it was. */
  #answered(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  async #run(): Promise<void> {
    await this.#wait(this.#options.lingerMs);
    while (this.#queue.length > 0 && !this.#closed) {
      const batch = this.#nextBatch();
      const result = await this.#poster.post(bodyOf(batch));
      if (this.#closed) break;
      const waitMs = this.#settle(batch, result);
      this.#resumesAt = performance.now() + waitMs;
      for (const resolve of this.#waiters.splice(0)) resolve();
      if (waitMs > 0) await this.#wait(waitMs);
    }
    this.#running = undefined;
  }

  async #wait(ms: number): Promise<void> {
    this.#pause = pause(ms);
    await this.#pause.over;
    this.#pause = undefined;
  }

  #nextBatch(): readonly Queued[] {
    let bytes = 0;
    let count = 0;
    for (const { bytes: size } of this.#queue) {
      if (count >= this.#batchItems || (count > 0 && bytes + size > this.#options.maxBatchBytes)) break;
      bytes += size;
      count++;
    }
    return this.#queue.slice(0, count);
  }

  /** Draws the consequences of an answer. Returns how long to wait before the next request. */
  #settle(batch: readonly Queued[], result: PostResult): number {
    switch (result.status) {
      case 'stored':
        this.#take(batch.length);
        this.#stored += batch.length - result.refused.length;
        for (const { reason } of result.refused) this.#drop('refused', reason);
        this.#failures = 0;
        this.#problem = undefined;
        this.#batchItems = Math.min(this.#options.maxBatchItems, this.#batchItems * 2);
        return 0;
      case 'too-large':
      case 'refused':
        if (batch.length > 1) {
          this.#batchItems = result.status === 'refused' ? 1 : Math.ceil(batch.length / 2);
        } else {
          this.#take(1);
          this.#drop(result.status, result.problem.message);
        }
        return 0;
      case 'retry':
        this.#note(result.problem);
        return result.afterMs ?? retryDelayMs(this.#failures++);
      case 'hold':
        this.#note(result.problem);
        return holdMs;
    }
  }

  #take(count: number): readonly Queued[] {
    const taken = this.#queue.splice(0, count);
    for (const { bytes } of taken) this.#queuedBytes -= bytes;
    return taken;
  }

  #note(problem: TracerError): void {
    this.#problem = problem;
    this.#options.onProblem(problem);
  }

  #drop(reason: DropReason, detail: string): void {
    this.#dropped[reason]++;
    this.#options.onDrop(reason, detail);
  }
}

const bodyOf = (batch: readonly Queued[]): string =>
  `{"sdk":${JSON.stringify(sdk)},"items":[${batch.map(({ json }) => json).join(',')}]}`;
