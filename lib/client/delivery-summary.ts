import { addStats, type DeliveryStats, type DeliverySummary } from '../model/index.ts';

/** Returns stats by destination name with their sums. Stats with the same name are added up. */
export function summaryOf(
  named: readonly (readonly [name: string, stats: DeliveryStats])[],
): DeliverySummary {
  const destinations = new Map<string, DeliveryStats>();
  for (const [name, stats] of named) {
    const known = destinations.get(name);
    destinations.set(name, known ? addStats([known, stats]) : stats);
  }
  return {
    ...addStats(named.map(([, stats]) => stats)),
    destinations: Object.fromEntries(destinations),
  };
}

/** Adds up summaries, in sum and by destination name. */
export const addSummaries = (summaries: readonly DeliverySummary[]): DeliverySummary =>
  summaryOf(summaries.flatMap(({ destinations }) => Object.entries(destinations)));
