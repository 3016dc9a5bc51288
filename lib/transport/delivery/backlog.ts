import type { BatchItem } from '../../model/index.ts';
import { describeThrown } from '../../primitives/index.ts';
import { JsonWriter } from '../encoding/json-writer.ts';
import { sizeOf, textOf, type WrittenGroup, writtenText } from '../encoding/written-group.ts';
import type { Entry } from '../spool/entry.ts';
import { bytesBeforeText } from '../spool/record.ts';
import type { Place } from '../spool/segment.ts';
import type { Spool } from '../spool/spool.ts';
import type { Ledger } from './ledger.ts';
import type { RefusedItem } from './poster.ts';
import { priorityOf } from './priority.ts';
import { Queue } from './queue.ts';
import { shrinkItem } from './shrink-item.ts';

interface Bounds {
  readonly maxQueuedItems: number;
  readonly maxQueuedBytes: number;
  readonly maxBatchBytes: number;
  readonly spool: Spool | undefined;
}

/** An encoded item whose place on disk is not known yet. */
interface Draft extends Entry {
  place: Place | undefined;
}

/** Limits on items that are in memory and on disk: a few batches, so that sending does not wait for reading. */
const maxCachedItems = 2000;
const maxCachedBytes = 8_388_608;

/**
 * Holds every item that is not stored yet, in memory and on disk. Items without room in memory are only on disk, and
 * items that the disk rejects are only in memory.
 */
export class Backlog {
  readonly #queue: Queue;
  readonly #spool: Spool | undefined;
  readonly #maxBatchBytes: number;
  readonly #ledger: Ledger;
  readonly #writer = new JsonWriter(bytesBeforeText);
  /** Number of items that are only in memory. */
  #unsafe = 0;
  #closed = false;
  /** Items of the current batch without an outcome. */
  readonly #taken = new Set<Entry>();

  constructor({ maxQueuedItems, maxQueuedBytes, maxBatchBytes, spool }: Bounds, ledger: Ledger) {
    this.#queue = new Queue(maxQueuedItems, maxQueuedBytes);
    this.#spool = spool;
    this.#maxBatchBytes = maxBatchBytes;
    this.#ledger = ledger;
  }

  /** Number of items in memory. */
  get queued(): number {
    return this.#closed ? 0 : this.#queue.size;
  }

  /** Number of items that are only on disk. */
  get spooled(): number {
    return this.#closed ? 0 : (this.#spool?.unread ?? 0);
  }

  /** Number of items that would be lost if the process ended now. */
  get unsafe(): number {
    return this.#unsafe;
  }

  /** Whether ended processes left items that can be claimed. */
  get hasOrphans(): boolean {
    return !this.#closed && this.#spool?.hasOrphans === true;
  }

  /** Adds items. Without room, items of lower priority are dropped first, then these. */
  add(items: readonly BatchItem[]): void {
    if (this.#queue.size === 0) this.#writer.reuse();
    let group: Draft[] = [];
    for (const item of items) {
      const draft = this.#draft(item);
      if (!draft) continue;
      if (group[0] && group[0].buffer !== draft.buffer) {
        this.#addGroup(group as [Draft, ...Draft[]]);
        group = [];
      }
      group.push(draft);
    }
    if (group.length > 0) this.#addGroup(group as [Draft, ...Draft[]]);
  }

  /** Takes the oldest items for a batch. The caller stores, drops or puts them back. */
  takeBatch(maxItems: number): readonly Entry[] {
    const batch = this.#queue.takeOldest(maxItems, this.#maxBatchBytes);
    for (const entry of batch) this.#taken.add(entry);
    return batch;
  }

  /** Puts taken items back to the front. */
  putBack(entries: readonly Entry[]): void {
    for (const entry of entries) this.#taken.delete(entry);
    this.#queue.putBack(entries);
  }

  /** Marks taken items as stored, except for the refused ones, which are dropped. */
  store(entries: readonly Entry[], refused: readonly RefusedItem[]): void {
    for (const entry of entries) this.#settle(entry);
    for (const { reason } of refused) this.#ledger.drop('refused', reason);
    this.#ledger.store(entries.length - refused.length);
    this.#spool?.commit();
  }

  /** Drops the taken items that have no outcome, because they cannot be sent. */
  dropTaken(detail: string): void {
    for (const entry of this.#taken) {
      this.#settle(entry);
      this.#ledger.drop('failed', detail);
    }
    this.#spool?.commit();
  }

  /** Cuts items that are too large to half of their size, and drops those that cannot be cut. */
  shrink(entries: readonly Entry[], detail: string): void {
    for (const entry of entries) {
      const json = shrinkItem(textOf(entry), sizeOf(entry) >> 1);
      if (json !== undefined) {
        if (!entry.isShortened) this.#ledger.truncate();
        this.#taken.delete(entry);
        this.#queue.replace(entry, { ...entry, ...writtenText(json), isShortened: true });
      } else {
        this.#settle(entry);
        this.#ledger.drop('too-large', detail);
      }
    }
    this.#spool?.commit();
  }

  /** Reads items from disk while memory has room. Returns whether a batch can be taken. */
  refill(): boolean {
    while (this.#queue.bytes < this.#maxBatchBytes && (this.#spool?.unread || this.#spool?.hasOrphans)) {
      const isOwn = this.#spool.unread > 0;
      const { entries, corrupt } = isOwn ? this.#spool.readBack() : this.#spool.claimOrphan();
      if (!isOwn) this.#ledger.recover(entries.length + corrupt);
      for (const entry of entries) this.#push(entry);
      for (let lost = corrupt; lost > 0; lost--)
        this.#ledger.drop('corrupt', 'a file in the spool is damaged');
      if (entries.length === 0) this.#spool.commit();
    }
    return this.#queue.hasWaiting;
  }

  /** Finds items that ended processes left. */
  findOrphans(): void {
    this.#spool?.findOrphans();
  }

  /** Offers the items on disk to processes with another key. */
  release(): void {
    this.#spool?.release();
  }

  /** Closes the backlog. Items on disk stay there, and items that are only in memory are dropped. */
  close(): void {
    this.#ledger.leave(this.#queue.size - this.#unsafe + (this.#spool?.unread ?? 0));
    for (; this.#unsafe > 0; this.#unsafe--)
      this.#ledger.drop('closed', 'close() ended before they were stored');
    this.#closed = true;
    this.#spool?.close();
  }

  #draft(item: BatchItem): Draft | undefined {
    try {
      const { buffer, start, end } = this.#writer.write(item);
      return { buffer, start, end, priority: priorityOf(item), place: undefined };
    } catch (error) {
      this.#ledger.drop('failed', describeThrown(error));
      return undefined;
    }
  }

  /** Adds items that follow one another in one buffer, with one write to disk. */
  #addGroup(drafts: readonly [Draft, ...Draft[]]): void {
    const group: WrittenGroup<Draft> = { values: drafts, bytesBefore: this.#writer.bytesBefore };
    const bytes = drafts.reduce((sum, draft) => sum + sizeOf(draft), 0);
    const inMemory =
      this.#queue.hasRoom(bytes, drafts.length) && !(this.#spool && this.#isCacheFull(this.#spool));
    const places = this.#spool?.appendGroup(group, inMemory ? 'memory' : 'disk');
    if (places && !inMemory) {
      this.#writer.takeBack(drafts[0]);
      return;
    }
    for (const [at, draft] of drafts.entries()) {
      draft.place = places?.[at];
      if (this.#makeRoom(sizeOf(draft), draft.priority)) this.#push(draft);
      else this.#ledger.drop('queue-full', this.#describeWaiting());
    }
  }

  #push(entry: Entry): void {
    if (!entry.place) this.#unsafe++;
    this.#queue.push(entry);
  }

  #settle(entry: Entry): void {
    this.#taken.delete(entry);
    this.#queue.release(entry);
    if (entry.place) this.#spool?.settle(entry.place);
    else this.#unsafe--;
  }

  /** Keeps the order: while items are only on disk, all later items go there too. */
  #isCacheFull(spool: Spool): boolean {
    return spool.unread > 0 || this.#queue.size >= maxCachedItems || this.#queue.bytes >= maxCachedBytes;
  }

  #makeRoom(bytes: number, priority: Entry['priority']): boolean {
    while (!this.#queue.hasRoom(bytes)) {
      const victim = this.#queue.evictBelow(priority);
      if (!victim) return false;
      if (victim.place) {
        this.#ledger.leave(1);
      } else {
        this.#unsafe--;
        this.#ledger.drop('queue-full', this.#describeWaiting());
      }
    }
    return true;
  }

  #describeWaiting(): string {
    return `${this.#queue.size} items are waiting`;
  }
}
