import { BoundedMap } from '../primitives/index.ts';
import type { DeliveryReport } from '../query/index.ts';

const maxReports = 1000;
const maxAgents = 20;

/**
 * Keeps the newest delivery report of each client in memory. A running client reports again with its next
 * batch.
 */
export class DeliveryReports {
  readonly #reports = new Map<string, BoundedMap<string, DeliveryReport>>();

  /**
   * Stores a report in place of the client's earlier one, and merges its agents. The oldest reports are
   * dropped at the limit.
   */
  put(project: string, report: Omit<DeliveryReport, 'agents'>, newAgents: readonly string[]): void {
    const reports = this.#reports.get(project) ?? new BoundedMap<string, DeliveryReport>(maxReports);
    this.#reports.set(project, reports);
    const known = reports.get(report.clientId)?.agents ?? [];
    const agents = [...new Set([...known, ...newAgents])].slice(0, maxAgents).sort();
    reports.set(report.clientId, { ...report, agents });
  }

  /** Returns the reports of a project, newest first. */
  list(project: string): readonly DeliveryReport[] {
    return [...(this.#reports.get(project)?.values() ?? [])].reverse();
  }
}
