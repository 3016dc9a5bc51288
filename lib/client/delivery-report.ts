import { addStats, type DeliveryReport, type DeliveryStats } from '../model/index.ts';

/** A report of stats by name; those with the same name are added. */
export function reportOf(named: readonly (readonly [name: string, stats: DeliveryStats])[]): DeliveryReport {
  const groups = Map.groupBy(named, ([name]) => name);
  return {
    ...addStats(named.map(([, stats]) => stats)),
    destinations: Object.fromEntries(
      [...groups].map(([name, group]) => [name, addStats(group.map(([, stats]) => stats))]),
    ),
  };
}

/** One report of several. */
export const addReports = (reports: readonly DeliveryReport[]): DeliveryReport =>
  reportOf(reports.flatMap(({ destinations }) => Object.entries(destinations)));
