import type { DeliveryReport } from '../query/index.ts';

const maxReports = 1000;
const maxAgents = 20;

/**
 * Keeps the newest delivery report of each client in memory. A running client reports again with its next
 * batch.
 */
export class Deliveries {
  readonly #reports = new Map<string, Map<string, DeliveryReport>>();

  /**
   * Stores a report in place of the client's earlier one, and merges its agents. The oldest reports are
   * dropped at the limit.
   */
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

  /** Returns the reports of a project, newest first. */
  list(project: string): readonly DeliveryReport[] {
    return [...(this.#reports.get(project)?.values() ?? [])].reverse();
  }
}
