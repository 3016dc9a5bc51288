import type { BatchItem, DeliveryStats, TracerError } from '../model/index.ts';

/** How long `flush()` tries: until everything is stored, or only as long as nothing fails. */
export type FlushMode = 'until-stored' | 'until-failure';

/** Carries items somewhere. No method throws. */
export interface Transport {
  /** Takes an item. */
  send(item: BatchItem): void;
  /** Takes several items, in order. @default `send` for each */
  sendAll?(items: readonly BatchItem[]): void;
  /**
   * Sends what waits, at once.
   *
   * @param ms how long it may take
   * @returns why something is still waiting, or `undefined` when nothing is
   */
  flush(ms: number, patience?: FlushMode): Promise<TracerError | undefined>;
  /** Like `flush`; then lets go of sockets and files and takes nothing more. */
  close(ms: number): Promise<TracerError | undefined>;
  stats(): DeliveryStats;
  /** Items that would be lost if the process ended now. */
  atRisk(): number;
}
