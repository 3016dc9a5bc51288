import type { SessionPlace } from '../../../context/index.ts';
import type { Step } from '../../../recorder/index.ts';
import type { Answer } from '../model/model-call.ts';
import type { PendingToolCalls } from '../model/pending-tool-calls.ts';
import type { ModelRun } from '../model/recording-model.ts';
import type { Activity } from './activity.ts';
import { addNetworkUsage } from './network-usage.ts';
import type { RunRecord } from './run-state.ts';
import type { ToolNames } from './tool-names.ts';

/** The parts of a run that its model calls change. */
interface CallingRun {
  readonly place: SessionPlace;
  readonly record: RunRecord;
  readonly toolNames: ToolNames;
  readonly toolCalls: PendingToolCalls;
  readonly activity: Activity;
}

/** The model calls of one run. */
export class ModelCalls implements ModelRun {
  readonly #run: CallingRun;
  readonly #inProgress = new Set<Step>();
  #lastText: string | undefined;

  constructor(run: CallingRun) {
    this.#run = run;
  }

  get place(): SessionPlace {
    return this.#run.place;
  }

  get toolCalls(): PendingToolCalls {
    return this.#run.toolCalls;
  }

  /** The text of the latest answer. */
  get lastText(): string | undefined {
    return this.#lastText;
  }

  onCallStart(step: Step): void {
    this.#inProgress.add(step);
    this.#run.activity.start();
  }

  onCallEnd(step: Step): void {
    this.#inProgress.delete(step);
    this.#run.activity.finish();
  }

  onAnswer(answer: Answer, parentEventId: string | undefined): void {
    const { place, record, toolNames, toolCalls } = this.#run;
    this.#lastText = answer.text;
    if (record.kind === 'step') {
      const { parentEventId: aroundRun } = record.step.start;
      addNetworkUsage({ session: place.session, parentEventId: aroundRun }, answer.usage);
    }
    if (answer.toolCalls.length > 0) toolNames.load();
    toolCalls.request(answer.toolCalls, parentEventId);
  }

  /** Ends the calls in progress as cancelled. A cancelled run can leave their answers unread. */
  cancelAll(): void {
    for (const step of this.#inProgress) step.end({ status: 'cancelled' });
    this.#inProgress.clear();
  }
}
