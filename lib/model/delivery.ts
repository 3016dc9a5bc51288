/** Why an item was lost. Every lost item is counted under one of these. */
export type DropReason =
  /** The queue had no room. */
  | 'queue-full'
  /** One item alone is more than the collector takes, even without its content. */
  | 'too-large'
  /** The collector looked at the item and refused it. */
  | 'refused'
  /** It came after `close()`, or was in memory alone when that ended. */
  | 'closed'
  /** What lay on disk could not be read back. */
  | 'corrupt'
  /** It could not be made ready to send, or written where it was to go. */
  | 'failed';

/** All reasons. */
export const dropReasons: readonly DropReason[] = [
  'queue-full',
  'too-large',
  'refused',
  'closed',
  'corrupt',
  'failed',
];

/** How many items were lost, by reason. */
export type Dropped = { readonly [reason in DropReason]: number };

/** What became of the items so far. `accepted = stored + queued + spooled + all of dropped`, always. */
export interface DeliveryStats {
  /** Everything taken on: recorded in this process, or left on disk by one that ended. */
  readonly accepted: number;
  /** The collector has said that it keeps them. */
  readonly stored: number;
  /** Waiting in memory, or on their way. */
  readonly queued: number;
  /** Waiting on disk alone. */
  readonly spooled: number;
  readonly dropped: Dropped;
  /** Of the accepted: items that an earlier process left on disk. */
  readonly recovered: number;
  /** Of the accepted: items cut to what the collector takes. */
  readonly truncated: number;
  /** Values left out because they could not be redacted. */
  readonly withheld: number;
}

/** What became of everything, and of what went to each destination. */
export interface DeliverySummary extends DeliveryStats {
  /** By the destination's name. The counts around it are sums of these. */
  readonly destinations: { readonly [name: string]: DeliveryStats };
}

/** Stats of nothing. */
export const emptyStats: DeliveryStats = {
  accepted: 0,
  stored: 0,
  queued: 0,
  spooled: 0,
  dropped: { 'queue-full': 0, 'too-large': 0, refused: 0, closed: 0, corrupt: 0, failed: 0 },
  recovered: 0,
  truncated: 0,
  withheld: 0,
};

/** Sums of stats. */
export function addStats(all: readonly DeliveryStats[]): DeliveryStats {
  const sum = (of: (stats: DeliveryStats) => number) => all.reduce((total, stats) => total + of(stats), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    stored: sum(({ stored }) => stored),
    queued: sum(({ queued }) => queued),
    spooled: sum(({ spooled }) => spooled),
    dropped: Object.fromEntries(
      dropReasons.map((reason) => [reason, sum(({ dropped }) => dropped[reason])]),
    ) as DeliveryStats['dropped'],
    recovered: sum(({ recovered }) => recovered),
    truncated: sum(({ truncated }) => truncated),
    withheld: sum(({ withheld }) => withheld),
  };
}
