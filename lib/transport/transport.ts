import type { BatchItem, TracerError } from '../model/index.ts';

/** Why an item was lost. Every lost item is counted under one of these. */
export type DropReason =
  /** The queue had no room. */
  | 'queue-full'
  /** One item alone is more than the collector takes. */
  | 'too-large'
  /** The collector looked at the item and refused it. */
  | 'refused'
  /** It came after `close()`. */
  | 'closed'
  /** It could not be made ready to send. */
  | 'failed';

/** What became of the items so far. `accepted = stored + queued + all of dropped`, always. */
export interface DeliveryStats {
  readonly accepted: number;
  /** The collector has said that it keeps them. */
  readonly stored: number;
  /** Waiting, or on their way. */
  readonly queued: number;
  readonly dropped: { readonly [reason in DropReason]: number };
}

/** Carries items somewhere. No method throws. */
export interface Transport {
  /** Takes an item. */
  send(item: BatchItem): void;
  /**
   * Sends what waits, at once.
   *
   * @param ms how long it may take
   * @returns why something is still waiting, or `undefined` when nothing is
   */
  flush(ms: number): Promise<TracerError | undefined>;
  /** Like `flush`; then lets go of sockets and takes nothing more. */
  close(ms: number): Promise<TracerError | undefined>;
  stats(): DeliveryStats;
}
