import { sizeOf } from '../encoding/written-group.ts';
import type { Entry } from '../spool/entry.ts';
import { type Priority, priorities } from '../spool/priorities.ts';

interface Ranked {
  readonly rank: number;
  readonly entry: Entry;
}

/** Entries that wait in memory, first in, first out. Their number and bytes are limited. */
export class Queue {
  readonly #maxItems: number;
  readonly #maxBytes: number;
  /** One deque for each priority, so that the one to give up is found at once. */
  readonly #deques: Record<Priority, Deque> = { 0: new Deque(), 1: new Deque(), 2: new Deque() };
  #items = 0;
  #bytes = 0;
  #lastRank = 0;
  #firstRank = 0;

  constructor(maxItems: number, maxBytes: number) {
    this.#maxItems = maxItems;
    this.#maxBytes = maxBytes;
  }

  /** Number of entries, including those that were taken and not released. */
  get size(): number {
    return this.#items;
  }

  /** Bytes of the entries. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether an entry can be taken. */
  get hasWaiting(): boolean {
    return this.#oldest() !== undefined;
  }

  /** Returns whether entries with these bytes fit. */
  hasRoom(bytes: number, items = 1): boolean {
    return this.#items + items <= this.#maxItems && this.#bytes + bytes <= this.#maxBytes;
  }

  /** Adds an entry at the end. */
  push(entry: Entry): void {
    this.#count(entry, 1);
    this.#deques[entry.priority].push({ rank: ++this.#lastRank, entry });
  }

  /**
   * Takes the oldest entries: at least one if any is waiting, and no more than the limits allow. They still count until
   * they are put back or released.
   */
  takeOldest(maxItems: number, maxBytes: number): readonly Entry[] {
    const taken: Entry[] = [];
    let bytes = 0;
    for (let deque = this.#oldest(); deque && taken.length < maxItems; deque = this.#oldest()) {
      const { entry } = deque.first as Ranked;
      if (taken.length > 0 && bytes + sizeOf(entry) > maxBytes) break;
      deque.shift();
      bytes += sizeOf(entry);
      taken.push(entry);
    }
    return taken;
  }

  /** Puts taken entries back to the front. */
  putBack(entries: readonly Entry[]): void {
    for (const entry of entries.toReversed())
      this.#deques[entry.priority].unshift({ rank: --this.#firstRank, entry });
  }

  /** Puts a replacement for a taken entry to the front. */
  replace(taken: Entry, entry: Entry): void {
    this.#count(taken, -1);
    this.#count(entry, 1);
    this.putBack([entry]);
  }

  /** Releases a taken entry. */
  release(entry: Entry): void {
    this.#count(entry, -1);
  }

  /** Removes and returns the oldest entry of the lowest priority below this one. */
  evictBelow(priority: Priority): Entry | undefined {
    const deque = priorities
      .filter((lower) => lower < priority)
      .map((lower) => this.#deques[lower])
      .find(({ first }) => first);
    const entry = deque?.shift()?.entry;
    if (entry) this.#count(entry, -1);
    return entry;
  }

  #oldest(): Deque | undefined {
    let oldest: Deque | undefined;
    for (const priority of priorities) {
      const deque = this.#deques[priority];
      if (deque.first && (!oldest?.first || deque.first.rank < oldest.first.rank)) oldest = deque;
    }
    return oldest;
  }

  #count(entry: Entry, by: 1 | -1): void {
    this.#items += by;
    this.#bytes += by * sizeOf(entry);
  }
}

const compactAfter = 1024;

/** A double-ended queue that removes its first element in constant time. */
class Deque {
  #entries: (Ranked | undefined)[] = [];
  #start = 0;

  get first(): Ranked | undefined {
    return this.#entries[this.#start];
  }

  push(ranked: Ranked): void {
    this.#entries.push(ranked);
  }

  unshift(ranked: Ranked): void {
    if (this.#start > 0) this.#entries[--this.#start] = ranked;
    else this.#entries.unshift(ranked);
  }

  shift(): Ranked | undefined {
    const { first } = this;
    if (!first) return undefined;
    this.#entries[this.#start++] = undefined;
    if (this.#start === this.#entries.length || this.#start > compactAfter) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
    return first;
  }
}
