import type { Client } from '../../../client/index.ts';
import { BoundedMap } from '../../../primitives/index.ts';
import type { AgentRun } from './agent-run.ts';

const maxRuns = 10_000;

/** The runs that this process can resume, by id. Beyond 10,000 runs, the oldest is dropped. */
export class SuspendedRuns {
  readonly #runs = new BoundedMap<string, AgentRun>(maxRuns);

  add(runId: string, run: AgentRun): void {
    this.#runs.set(runId, run);
  }

  /** Removes a run and returns it. */
  remove(runId: unknown): AgentRun | undefined {
    if (typeof runId !== 'string') return undefined;
    const run = this.#runs.get(runId);
    this.#runs.delete(runId);
    return run;
  }
}

const byClient = new WeakMap<Client, SuspendedRuns>();

/** Returns the suspended runs of a client. They outlive the agent: it can be instrumented again before it resumes. */
export function suspendedRunsOf(client: Client): SuspendedRuns {
  const runs = byClient.get(client) ?? new SuspendedRuns();
  byClient.set(client, runs);
  return runs;
}
