import type { DeliveryReport } from '../query/index.ts';

const maxReports = 1000;

/**
 * The newest report of each client that sends, of what became of everything it recorded. Kept in memory: a client
 * that lives tells again with its next batch.
 */
export class Deliveries {
  readonly #reports = new Map<string, Map<string, DeliveryReport>>();

  /** Keeps a report in place of the client's earlier one; the oldest go when there are too many. */
  keep(project: string, report: DeliveryReport): void {
    const reports = this.#reports.get(project) ?? new Map<string, DeliveryReport>();
    this.#reports.set(project, reports);
    reports.delete(report.clientId);
    reports.set(report.clientId, report);
    const [oldest] = reports.keys();
    if (reports.size > maxReports && oldest !== undefined) reports.delete(oldest);
  }

  /** The reports of a project, newest first. */
  list(project: string): readonly DeliveryReport[] {
    return [...(this.#reports.get(project)?.values() ?? [])].reverse();
  }
}
