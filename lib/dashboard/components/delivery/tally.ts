import type { DeliveryStats, DropReason } from '../../../model/index.ts';
import type { DeliveryReport } from '../../../query/index.ts';

/** Delivery counts of one program, or of all programs. */
export interface Tally {
  readonly accepted: number;
  readonly stored: number;
  /** In memory or in a request. */
  readonly queued: number;
  /** On the program's disk. */
  readonly spooled: number;
  readonly lost: number;
  readonly truncated: number;
  readonly withheld: number;
  /** Reasons for dropped items, most frequent first. */
  readonly losses: readonly Loss[];
}

/** Number of items dropped for one reason. */
export interface Loss {
  readonly reason: DropReason;
  readonly count: number;
}

/** Returns the counts of a program. The items of its last batch have arrived since it counted them. */
export function tallyOf({ stats, arrived }: Pick<DeliveryReport, 'stats' | 'arrived'>): Tally {
  const landed = Math.min(arrived, stats.queued);
  return toTally({ ...stats, stored: stats.stored + landed, queued: stats.queued - landed });
}

/** Adds up the counts of several programs. */
export const sumOf = (tallies: readonly Tally[]): Tally => {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  const counts = new Map<DropReason, number>();
  for (const { losses } of tallies)
    for (const { reason, count } of losses) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return {
    accepted: sum(({ accepted }) => accepted),
    stored: sum(({ stored }) => stored),
    queued: sum(({ queued }) => queued),
    spooled: sum(({ spooled }) => spooled),
    lost: sum(({ lost }) => lost),
    truncated: sum(({ truncated }) => truncated),
    withheld: sum(({ withheld }) => withheld),
    losses: sorted([...counts].map(([reason, count]) => ({ reason, count }))),
  };
};

function toTally({ dropped, ...stats }: DeliveryStats): Tally {
  const losses = Object.entries(dropped).map(([reason, count]) => ({ reason: reason as DropReason, count }));
  const { accepted, stored, queued, spooled, truncated, withheld } = stats;
  const lost = losses.reduce((total, { count }) => total + count, 0);
  return { accepted, stored, queued, spooled, lost, truncated, withheld, losses: sorted(losses) };
}

const sorted = (losses: readonly Loss[]): readonly Loss[] =>
  losses.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);

/** What each reason means, and what to do. */
export const lossTexts: {
  readonly [reason in DropReason]: { readonly why: string; readonly advice: string };
} = {
  'queue-full': {
    why: 'The queue was full',
    advice:
      'More was recorded than could be sent or kept on disk. Check that the spool directory can be written to.',
  },
  'too-large': {
    why: 'Too large even without content',
    advice:
      'One item alone was more than the collector takes. Record less under one name, or fewer metadata keys.',
  },
  refused: {
    why: 'Refused by the collector',
    advice:
      'It was not in the form that this collector takes. Run the same version of the package on both sides.',
  },
  closed: {
    why: 'The program had ended',
    advice:
      'It was recorded after close(), or the process ended before it was sent. Await close() or flush() last.',
  },
  corrupt: {
    why: 'Unreadable on disk',
    advice: 'What lay in the spool could not be read back. `npx sentrial spool` shows what is there.',
  },
  failed: {
    why: 'Could not be made ready to send',
    advice:
      'Redacting or pricing it failed, and it was not sent unredacted. The log of the program says why.',
  },
};
