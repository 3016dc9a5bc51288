import type { Client } from '../../../client/index.ts';
import type { Clock } from '../../../primitives/index.ts';
import type { AgentCapabilities } from '../agent-capabilities.ts';
import type { SuspendedRuns } from '../run/suspended-runs.ts';

/** An instrumented agent, as the code that records its runs needs it. */
export interface TrackedAgent extends AgentCapabilities {
  readonly agentName: string;
  readonly client: Client;
  readonly clock: Clock;
  readonly suspendedRuns: SuspendedRuns;
  readonly inputProcessors: InputProcessors;
}

/** Whether the runs of an agent use input processors, as far as earlier runs have shown. */
export class InputProcessors {
  #areUsed: boolean | undefined;

  /** Whether earlier runs have shown that the agent has none. */
  get areUnused(): boolean {
    return this.#areUsed === false;
  }

  /** Notes whether a run used processors. An agent that used processors once can use them again. */
  note(areUsed: boolean): void {
    this.#areUsed ||= areUsed;
  }
}
