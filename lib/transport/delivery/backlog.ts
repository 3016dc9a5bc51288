import type { BatchItem } from '../../model/index.ts';
import { JsonWriter, sizeOf, textOf, writtenText } from '../encoding/json-writer.ts';
import { bytesBeforeText } from '../spool/record.ts';
import type { Place } from '../spool/segment.ts';
import type { Spool } from '../spool/spool.ts';
import type { Ledger } from './ledger.ts';
import type { RefusedItem } from './poster.ts';
import { priorityOf } from './priority.ts';
import { type Entry, Queue } from './queue.ts';
import { shorten } from './shrink-item.ts';

interface Bounds {
  readonly maxQueuedItems: number;
  readonly maxQueuedBytes: number;
  readonly maxBatchBytes: number;
  readonly spool: Spool | undefined;
}

/** An item written out, of which it is not known yet where it is kept. */
interface Draft extends Entry {
  place: Place | undefined;
}

/** How much is kept in memory of what is on disk as well: some batches, so that sending need not wait for reading. */
const enoughItems = 2000;
const enoughBytes = 8_388_608;

/**
 * Everything that is not stored yet: on disk and in memory; on disk alone what has no room in memory; in memory
 * alone what the disk does not take.
 */
export class Backlog {
  readonly #queue: Queue;
  readonly #spool: Spool | undefined;
  readonly #maxBatchBytes: number;
  readonly #ledger: Ledger;
  readonly #writer = new JsonWriter(bytesBeforeText);
  /** Items in memory that are on no disk. */
  #unsafe = 0;
  #closed = false;

  constructor({ maxQueuedItems, maxQueuedBytes, maxBatchBytes, spool }: Bounds, ledger: Ledger) {
    this.#queue = new Queue(maxQueuedItems, maxQueuedBytes);
    this.#spool = spool;
    this.#maxBatchBytes = maxBatchBytes;
    this.#ledger = ledger;
  }

  /** Items in memory. */
  get queued(): number {
    return this.#closed ? 0 : this.#queue.size;
  }

  /** Items on disk alone. */
  get spooled(): number {
    return this.#closed ? 0 : (this.#spool?.unread ?? 0);
  }

  /** Items that would be lost if the process ended now. */
  get unsafe(): number {
    return this.#unsafe;
  }

  /** Whether another process has left something to be taken over. */
  get hasFree(): boolean {
    return !this.#closed && this.#spool?.hasFree === true;
  }

  /** Takes items; where there is no room, those that are worth less are given up, or else these. */
  add(items: readonly BatchItem[]): void {
    if (this.#queue.size === 0) this.#writer.reuse();
    let group: Draft[] = [];
    for (const item of items) {
      const draft = this.#draft(item);
      if (!draft) continue;
      if (group[0] && group[0].room !== draft.room) {
        this.#addGroup(group);
        group = [];
      }
      group.push(draft);
    }
    if (group.length > 0) this.#addGroup(group);
  }

  /** Takes the oldest items, as many as a batch may hold. They are settled, or put back. */
  take(maxItems: number): readonly Entry[] {
    return this.#queue.take(maxItems, this.#maxBatchBytes);
  }

  /** Puts items that were taken back to where they were. */
  putBack(entries: readonly Entry[]): void {
    this.#queue.putBack(entries);
  }

  /** Lets go of items that were taken: they are stored, but for those that were refused. */
  store(entries: readonly Entry[], refused: readonly RefusedItem[]): void {
    for (const entry of entries) this.#settle(entry);
    for (const { reason } of refused) this.#ledger.drop('refused', reason);
    this.#ledger.store(entries.length - refused.length);
    this.#spool?.commit();
  }

  /** Cuts an item that is too large alone to half of its size; lets go of it where that cannot be done. */
  shorten(entries: readonly Entry[], detail: string): void {
    for (const entry of entries) {
      const json = shorten(textOf(entry), sizeOf(entry) >> 1);
      if (json !== undefined) {
        if (!entry.isShortened) this.#ledger.truncate();
        this.#queue.replace(entry, { ...entry, ...writtenText(json), isShortened: true });
      } else {
        this.#settle(entry);
        this.#ledger.drop('too-large', detail);
      }
    }
    this.#spool?.commit();
  }

  /** Brings items from disk to memory while there is little there. Returns whether any can be taken. */
  refill(): boolean {
    while (this.#queue.bytes < this.#maxBatchBytes && (this.#spool?.unread || this.#spool?.hasFree)) {
      const isOwn = this.#spool.unread > 0;
      const { entries, corrupt } = isOwn ? this.#spool.readBack() : this.#spool.adopt();
      if (!isOwn) this.#ledger.recover(entries.length + corrupt);
      for (const entry of entries) this.#push(entry);
      for (let lost = corrupt; lost > 0; lost--)
        this.#ledger.drop('corrupt', 'a file of the spool is damaged');
      if (entries.length === 0) this.#spool.commit();
    }
    return this.#queue.hasWaiting;
  }

  /** Looks for what other processes have left. */
  survey(): void {
    this.#spool?.survey();
  }

  /** Lets whoever has another key send what is on disk. */
  release(): void {
    this.#spool?.release();
  }

  /** Lets go of everything: what is on disk stays there, what is in memory alone is lost. */
  close(): void {
    this.#ledger.leave(this.#queue.size - this.#unsafe + (this.#spool?.unread ?? 0));
    for (; this.#unsafe > 0; this.#unsafe--)
      this.#ledger.drop('closed', 'close() ended before it was stored');
    this.#closed = true;
    this.#spool?.close();
  }

  #draft(item: BatchItem): Draft | undefined {
    try {
      const { room, start, end } = this.#writer.write(item);
      return { room, start, end, priority: priorityOf(item), place: undefined };
    } catch (error) {
      this.#ledger.drop('failed', String(error));
      return undefined;
    }
  }

  /** Takes items that lie one behind the other, and are written to disk together. */
  #addGroup(group: readonly Draft[]): void {
    const bytes = group.reduce((sum, draft) => sum + sizeOf(draft), 0);
    const inMemory =
      this.#queue.hasRoom(bytes, group.length) && !(this.#spool && this.#isEnough(this.#spool));
    const places = this.#spool?.append(group, inMemory ? 'memory' : 'disk');
    if (places && !inMemory) {
      this.#writer.takeBack(group[0] as Draft);
      return;
    }
    for (let at = 0; at < group.length; at++) {
      const draft = group[at] as Draft;
      draft.place = places?.[at];
      if (this.#makeRoom(sizeOf(draft), draft.priority)) this.#push(draft);
      else this.#ledger.drop('queue-full', this.#tellWaiting());
    }
  }

  #push(entry: Entry): void {
    if (!entry.place) this.#unsafe++;
    this.#queue.push(entry);
  }

  #settle(entry: Entry): void {
    this.#queue.letGo(entry);
    if (entry.place) this.#spool?.settle(entry.place);
    else this.#unsafe--;
  }

  /** In order: once something is on disk alone, so is what comes after it. */
  #isEnough(spool: Spool): boolean {
    return spool.unread > 0 || this.#queue.size >= enoughItems || this.#queue.bytes >= enoughBytes;
  }

  #makeRoom(bytes: number, priority: Entry['priority']): boolean {
    while (!this.#queue.hasRoom(bytes)) {
      const victim = this.#queue.evictBelow(priority);
      if (!victim) return false;
      if (victim.place) {
        this.#ledger.leave(1);
      } else {
        this.#unsafe--;
        this.#ledger.drop('queue-full', this.#tellWaiting());
      }
    }
    return true;
  }

  #tellWaiting(): string {
    return `${this.#queue.size} items wait for the collector`;
  }
}
