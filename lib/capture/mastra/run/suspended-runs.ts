import type { Client } from '../../../client/index.ts';
import type { AgentRun } from './agent-run.ts';

const maxRuns = 10_000;

/** The runs that may be resumed in this process, the oldest given up beyond 10,000. */
export class SuspendedRuns {
  readonly #runs = new Map<string, AgentRun>();

  keep(runId: string, run: AgentRun): void {
    this.#runs.set(runId, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > maxRuns && oldest !== undefined) this.#runs.delete(oldest);
  }

  take(runId: unknown): AgentRun | undefined {
    if (typeof runId !== 'string') return undefined;
    const run = this.#runs.get(runId);
    this.#runs.delete(runId);
    return run;
  }
}

const byClient = new WeakMap<Client, SuspendedRuns>();

/** The suspended runs of one destination: an agent may be instrumented anew before it is resumed. */
export function suspendedRunsOf(client: Client): SuspendedRuns {
  const runs = byClient.get(client) ?? new SuspendedRuns();
  byClient.set(client, runs);
  return runs;
}
