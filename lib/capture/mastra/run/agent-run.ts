import type { SessionPlace } from '../../../context/index.ts';
import type { Clock } from '../../../primitives/index.ts';
import type { StepEnding } from '../../../recorder/index.ts';
import type { AgentCapabilities } from '../agent-capabilities.ts';
import { PendingToolCalls } from '../model/pending-tool-calls.ts';
import type { SpanRun } from '../spans/capture-span.ts';
import { Activity } from './activity.ts';
import { CallbackOutcome } from './callback-outcome.ts';
import { ModelCalls } from './model-calls.ts';
import { recordTotals } from './network-totals.ts';
import { NetworkUsage } from './network-usage.ts';
import type { OutcomeRun } from './run-outcome.ts';
import { ended, type RunRecord, type RunState, settleRecord, toStepEnding } from './run-state.ts';
import { ToolNames } from './tool-names.ts';

/** The properties of an agent that its runs depend on. */
interface RunAgent extends Pick<AgentCapabilities, 'streamsReportEnd' | 'reportsToSpans'> {
  readonly inputProcessors: SpanRun['inputProcessors'];
  readonly clock: Clock;
}

/** One run of an agent while it is recorded, through all suspensions. */
export class AgentRun implements SpanRun, OutcomeRun {
  /** The place for the steps of the run. */
  readonly place: SessionPlace;
  readonly record: RunRecord;
  readonly toolNames = new ToolNames();
  readonly toolCalls: PendingToolCalls;
  readonly activity: Activity;
  readonly modelCalls: ModelCalls;
  readonly callbackOutcome: CallbackOutcome;
  readonly inputProcessors: SpanRun['inputProcessors'];
  #networkUsage: NetworkUsage | undefined;
  #resumeCount = 0;
  #endListeners: ((ending: StepEnding) => void)[] = [];

  constructor(place: SessionPlace, record: RunRecord, agent: RunAgent) {
    this.place = place;
    this.record = record;
    const toolIdOf = (toolName: string) => this.toolNames.idOf(toolName);
    this.toolCalls = new PendingToolCalls(place.session, toolIdOf, agent.reportsToSpans);
    this.activity = new Activity(agent.clock);
    this.modelCalls = new ModelCalls(this);
    this.callbackOutcome = new CallbackOutcome(!agent.streamsReportEnd, agent.clock);
    this.inputProcessors = agent.inputProcessors;
  }

  /** Starts to separate the network's own usage from the usage of the agents that it calls. */
  watchNetwork(): void {
    this.#networkUsage = new NetworkUsage(this.place);
  }

  /** Records the total usage that a network reports. */
  recordTotals(totals: unknown): void {
    recordTotals(this.place, totals, this.#networkUsage);
  }

  /** Ends the run as abandoned if it is idle for ten seconds before its outcome is known. */
  watchIdle(): void {
    this.activity.watchIdle(
      () => this.toolCalls.mayBeRunning,
      () => {
        const output = this.modelCalls.lastText;
        this.settle(ended({ status: 'cancelled', reason: 'abandoned', output }));
      },
    );
  }

  /** The number of times the run has been resumed. */
  get resumeCount(): number {
    return this.#resumeCount;
  }

  /** Continues a suspended run. */
  resume(): void {
    this.#resumeCount++;
    this.callbackOutcome.reset();
    if (this.record.kind === 'session') this.record.session.resume();
  }

  /** Registers a callback for the next end or suspension of the run. */
  onSettled(listener: (ending: StepEnding) => void): void {
    this.#endListeners.push(listener);
  }

  /** Ends or suspends the run. */
  settle(state: RunState): void {
    this.activity.unwatchIdle();
    this.callbackOutcome.stop();
    if (state.state === 'ended') {
      this.toolCalls.settle();
      const { status, reason } = state.outcome;
      if (status === 'cancelled' && reason !== 'blocked') this.modelCalls.cancelAll();
    }
    settleRecord(this.record, state);
    const listeners = this.#endListeners;
    this.#endListeners = [];
    for (const listener of listeners) listener(state.state === 'ended' ? toStepEnding(state.outcome) : {});
  }
}
