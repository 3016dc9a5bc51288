import { type DeliveryReport, type DeliveryStats, dropReasons } from '../model/index.ts';

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
