import { addStats, type DeliveryStats, type DeliverySummary } from '../model/index.ts';

/** Stats by name with their sums; those with the same name are added. */
export function summaryOf(
  named: readonly (readonly [name: string, stats: DeliveryStats])[],
): DeliverySummary {
  const groups = Map.groupBy(named, ([name]) => name);
  return {
    ...addStats(named.map(([, stats]) => stats)),
    destinations: Object.fromEntries(
      [...groups].map(([name, group]) => [name, addStats(group.map(([, stats]) => stats))]),
    ),
  };
}

/** One of several. */
export const addSummaries = (summaries: readonly DeliverySummary[]): DeliverySummary =>
  summaryOf(summaries.flatMap(({ destinations }) => Object.entries(destinations)));
