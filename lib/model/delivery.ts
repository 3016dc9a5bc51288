/** All reasons for dropped items. */
export const dropReasons = [
  /** The queue was full. */
  'queue-full',
  /** The item exceeds the collector's limit, even without its content. */
  'too-large',
  /** The collector rejected the item. */
  'refused',
  /** The item was recorded after `close()`, or was only in memory when `close()` ended. */
  'closed',
  /** The item on disk could not be read. */
  'corrupt',
  /** The item could not be prepared or written. */
  'failed',
] as const;

/** Why an item was dropped. Every dropped item is counted under one reason. */
export type DropReason = (typeof dropReasons)[number];

/** Number of dropped items by reason. */
export type Dropped = { readonly [reason in DropReason]: number };

/** Delivery counts. `accepted = stored + queued + spooled + dropped` always holds. */
export interface DeliveryStats {
  /** Items recorded in this process, or left on disk by an ended one. */
  readonly accepted: number;
  /** Items that the destination has stored. */
  readonly stored: number;
  /** Items in memory or in a request. */
  readonly queued: number;
  /** Items that are only on disk. */
  readonly spooled: number;
  readonly dropped: Dropped;
  /** Accepted items that an earlier process left on disk. */
  readonly recovered: number;
  /** Accepted items that were cut to the collector's limit. */
  readonly truncated: number;
  /** Values withheld because redaction failed. */
  readonly withheld: number;
}

/** Delivery counts in sum and by destination. */
export interface DeliverySummary extends DeliveryStats {
  /** Counts by destination name. The sums above add them up. */
  readonly destinations: { readonly [name: string]: DeliveryStats };
}

/** Stats without items. */
export const emptyStats: DeliveryStats = {
  accepted: 0,
  stored: 0,
  queued: 0,
  spooled: 0,
  dropped: Object.fromEntries(dropReasons.map((reason) => [reason, 0])) as Dropped,
  recovered: 0,
  truncated: 0,
  withheld: 0,
};

/** Adds up stats. */
export function addStats(all: readonly DeliveryStats[]): DeliveryStats {
  const sum = (of: (stats: DeliveryStats) => number) => all.reduce((total, stats) => total + of(stats), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    stored: sum(({ stored }) => stored),
    queued: sum(({ queued }) => queued),
    spooled: sum(({ spooled }) => spooled),
    dropped: Object.fromEntries(
      dropReasons.map((reason) => [reason, sum(({ dropped }) => dropped[reason])]),
    ) as Dropped,
    recovered: sum(({ recovered }) => recovered),
    truncated: sum(({ truncated }) => truncated),
    withheld: sum(({ withheld }) => withheld),
  };
}
