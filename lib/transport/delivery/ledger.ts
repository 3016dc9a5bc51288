import {
  type BatchItem,
  type DeliveryStats,
  type Dropped,
  type DropReason,
  emptyStats,
} from '../../model/index.ts';

/** Counts the outcome of each item, so that `accepted` in {@link DeliveryStats} equals the sum of all outcomes. */
export class Ledger {
  readonly #onDrop: (reason: DropReason, detail: string) => void;
  readonly #dropped: { -readonly [reason in keyof Dropped]: number } = { ...emptyStats.dropped };
  #accepted = 0;
  #stored = 0;
  #lost = 0;
  #left = 0;
  #recovered = 0;
  #truncated = 0;
  #withheld = 0;

  constructor(onDrop: (reason: DropReason, detail: string) => void) {
    this.#onDrop = onDrop;
  }

  /** Number of accepted items. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Number of items with a final outcome in this process. */
  get settled(): number {
    return this.#stored + this.#lost + this.#left;
  }

  accept(item: BatchItem): void {
    this.#accepted++;
    this.#withheld += item.redaction?.withheld ?? 0;
  }

  /** Counts items of an earlier process. */
  recover(items: number): void {
    this.#accepted += items;
    this.#recovered += items;
  }

  store(items: number): void {
    this.#stored += items;
  }

  truncate(): void {
    this.#truncated++;
  }

  drop(reason: DropReason, detail: string): void {
    this.#dropped[reason]++;
    this.#lost++;
    this.#onDrop(reason, detail);
  }

  /** Counts items that stay on disk for the next start. */
  leave(items: number): void {
    this.#left += items;
  }

  /** Returns the counts, given the items in memory and the items that are only on disk. */
  stats(queued: number, unread: number): DeliveryStats {
    return {
      accepted: this.#accepted,
      stored: this.#stored,
      queued,
      spooled: unread + this.#left,
      dropped: { ...this.#dropped },
      recovered: this.#recovered,
      truncated: this.#truncated,
      withheld: this.#withheld,
    };
  }
}
