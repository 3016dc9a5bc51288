import type { BatchItem, DeliveryStats, TracerError } from '../model/index.ts';

/** How long `flush()` keeps trying: until everything is stored, or until the first failure. */
export type FlushMode = 'until-stored' | 'until-failure';

/** Carries items to one destination. No method throws. */
export interface Transport {
  /** Accepts items, in order. */
  send(items: readonly BatchItem[]): void;
  /**
   * Sends all waiting items now.
   *
   * @param ms time limit in milliseconds
   * @returns why items are still waiting, or `undefined` when none is
   */
  flush(ms: number, mode?: FlushMode): Promise<TracerError | undefined>;
  /** Flushes, then closes sockets and files. Items sent afterwards are dropped and counted. */
  close(ms: number): Promise<TracerError | undefined>;
  /** Returns the counts of all items. */
  stats(): DeliveryStats;
  /** Returns the number of items that would be lost if the process ended now. */
  atRisk(): number;
  /** Returns whether items of ended processes wait in the spool. @default never */
  hasOrphans?(): boolean;
}
