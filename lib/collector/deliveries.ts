import type { DeliveryReport } from '../query/index.ts';

const maxReports = 1000;
const maxAgents = 20;

/**
 * The newest report of each client that sends, of what became of everything it recorded. Kept in memory: a client
 * that lives tells again with its next batch.
 */
export class Deliveries {
  readonly #reports = new Map<string, Map<string, DeliveryReport>>();

  /** Keeps a report in place of the client's earlier one; the oldest go when there are too many. Agents add up. */
  keep(project: string, report: Omit<DeliveryReport, 'agents'>, newAgents: readonly string[]): void {
    const reports = this.#reports.get(project) ?? new Map<string, DeliveryReport>();
    this.#reports.set(project, reports);
    const known = reports.get(report.clientId)?.agents ?? [];
    const agents = [...new Set([...known, ...newAgents])].slice(0, maxAgents).sort();
    reports.delete(report.clientId);
    reports.set(report.clientId, { ...report, agents });
    const [oldest] = reports.keys();
    if (reports.size > maxReports && oldest !== undefined) reports.delete(oldest);
  }

  /** The reports of a project, newest first. */
  list(project: string): readonly DeliveryReport[] {
    return [...(this.#reports.get(project)?.values() ?? [])].reverse();
  }
}
