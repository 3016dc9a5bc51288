import { type SessionPlace, sessionScope } from '../../../context/index.ts';
import type { Usage } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { Session, SessionEnding, Step, StepEnding } from '../../../recorder/index.ts';
import type { Answer } from '../model/model-call.ts';
import { PendingToolCalls } from '../model/pending-tool-calls.ts';
import type { ModelRun } from '../model/recording-model.ts';
import type { SpanRun } from '../spans/capture-span.ts';
import { CallbackOutcome } from './callback-outcome.ts';
import { IdleTimer } from './idle-timer.ts';
import { noteUsage, watchNetwork } from './network-usage.ts';
import type { RunState } from './run-outcome.ts';

/** What a run is in the record: a session, a step that we opened, or a step that Mastra's span of it opens. */
export type RunRecord =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'span' };

/** What an agent tells of its runs by itself. */
export interface AgentCapabilities {
  /** True when its streams are sure to tell of their end; else callbacks do. */
  readonly streamsTellEnd: boolean;
  /** True when it reports its tools, sub-agents and workflows to spans. */
  readonly reportsToSpans: boolean;
}

/** One run of an agent while it is being recorded, through all suspensions. */
export class AgentRun implements ModelRun, SpanRun {
  /** Where what happens in the run belongs. */
  readonly place: SessionPlace;
  readonly tools: PendingToolCalls;
  /** True when callbacks tell of its end. */
  readonly usesCallbacks: boolean;
  readonly #record: RunRecord;
  readonly #toolIds = new Map<string, string>();
  readonly #callbackOutcome = new CallbackOutcome();
  #askForTools: (() => unknown) | undefined;
  #onResult: ((result: unknown) => void) | undefined;
  #idle: IdleTimer | undefined;
  readonly #calls = new Set<Step>();
  #lastText: unknown;
  #leftOfTotals: ((totals: Usage) => Usage) | undefined;
  #open = 0;
  #turn = 0;
  #processors: { areUsed?: boolean } | undefined;
  readonly #waiting: ((ending: StepEnding) => void)[] = [];
  #hasBegun = false;

  constructor(place: SessionPlace, record: RunRecord, agent: AgentCapabilities) {
    this.place = place;
    this.usesCallbacks = !agent.streamsTellEnd;
    this.#record = record;
    this.tools = new PendingToolCalls(
      place.session,
      (toolName) => this.nameOf(toolName),
      agent.reportsToSpans,
    );
  }

  /** True when Mastra's span of the run becomes a step. */
  get opensStep(): boolean {
    return this.#record.kind === 'span';
  }

  /** The id of the tool that is registered under a name. */
  nameOf(toolName: string): string {
    return this.#toolIds.get(toolName) ?? toolName;
  }

  /** Takes the ids of tools from the tools of a step, by the names they are registered under. */
  learnToolIds(tools: unknown): void {
    if (typeof tools !== 'object' || tools === null) return;
    for (const [name, tool] of Object.entries(tools)) {
      if (typeof tool?.id === 'string') this.#toolIds.set(name, tool.id);
    }
  }

  /** Asks for the tools once the model asks for one, where no step tells of them. */
  learnToolIdsFrom(tools: () => unknown): void {
    this.#askForTools = tools;
  }

  onToolCall(toolCallId: string): void {
    this.tools.begun(toolCallId);
  }

  onUnnumberedToolCall(name: string, args: unknown): string | undefined {
    return this.tools.begunAs(name, args);
  }

  onCall(step: Step): void {
    this.#calls.add(step);
    this.began();
  }

  onCallEnd(step: Step): void {
    this.#calls.delete(step);
    this.ended();
  }

  onAnswer(answer: Answer, parentEventId: string | undefined): void {
    this.#lastText = answer.text;
    if (this.#record.kind === 'step') {
      const { parentEventId: around } = this.#record.step.start;
      noteUsage({ session: this.place.session, parentEventId: around }, answer.usage);
    }
    if (answer.toolCalls.length > 0) this.#learnTools();
    this.tools.asked(answer.toolCalls, parentEventId);
  }

  began(): void {
    this.#hasBegun = true;
    this.#open++;
  }

  /** Notes for later runs of the agent whether input processors are used. */
  learnProcessors(processors: { areUsed?: boolean }): void {
    this.#processors = processors;
  }

  onProcessors(areUsed: boolean): void {
    // An agent may choose them for each run anew: what has used any may use them again.
    if (this.#processors) this.#processors.areUsed ||= areUsed;
  }

  /** What `act` returns; until it is there, something goes on in the run. */
  async during(act: () => unknown): Promise<unknown> {
    this.began();
    try {
      return await act();
    } finally {
      this.ended();
    }
  }

  /** True once anything has gone on in it. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  ended(): void {
    this.#open--;
    this.#idle?.refresh();
  }

  /** Takes from a callback how the run has ended; it counts where nothing better tells it. */
  hearEnd(state: RunState): void {
    this.#callbackOutcome.hear(state);
  }

  /** Takes who is to be told what the run has given in the end, as a whole. */
  onResult(told: (result: unknown) => void): void {
    this.#onResult = told;
  }

  /** Notes what the run has given in the end. */
  emitResult(result: unknown): void {
    if (this.#onResult) ignoreErrors(this.#onResult, result);
  }

  /** Resolves when callbacks tell how the run has ended, or `look` finds it. */
  waitForCallback(look: () => RunState | undefined): Promise<RunState> {
    return this.#callbackOutcome.until(look);
  }

  /** Gives the run up as abandoned when nothing goes on in it any more and its end is not told. */
  watchIdle(): void {
    const giveUp = () => {
      const ending = { status: 'cancelled', reason: 'abandoned', output: this.#lastText } as const;
      this.settle({ state: 'ended', ending });
    };
    this.#idle ??= new IdleTimer(() => this.#open > 0 || this.tools.mayBeRunning, giveUp);
  }

  /** Runs `fn` inside of this run. */
  within<R>(fn: () => R): R {
    return sessionScope.run(this.place, fn);
  }

  /** Begins to tell apart what a network's totals count twice. */
  watchNetwork(): void {
    this.#leftOfTotals = watchNetwork(this.place);
  }

  /** What is left of the totals of this run for models that no event of their own tells of. */
  leftOf(totals: Usage): Usage {
    return this.#leftOfTotals?.(totals) ?? totals;
  }

  /** How many times the run has been resumed. */
  get turn(): number {
    return this.#turn;
  }

  /** Notes that a suspended run goes on. */
  resume(): void {
    this.#turn++;
    this.#callbackOutcome.reset();
    if (this.#record.kind === 'session') this.#record.session.resume();
  }

  /** Calls back when the run has ended, or waits for somebody. */
  whenOver(told: (ending: StepEnding) => void): void {
    this.#waiting.push(told);
  }

  /** Notes how the run stands: it has ended, or it waits for somebody. */
  settle(state: RunState): void {
    this.#note(state);
    for (const told of this.#waiting.splice(0)) told(state.state === 'ended' ? stepEnding(state.ending) : {});
  }

  #note(state: RunState): void {
    this.#idle?.stop();
    this.#idle = undefined;
    this.#callbackOutcome.stop();
    if (state.state === 'suspended') {
      this.#suspend(state.runId);
      return;
    }
    this.tools.settle();
    if (state.ending.status === 'cancelled' && state.ending.reason !== 'blocked') this.#cancelCalls();
    if (this.#record.kind === 'session') this.#record.session.end(state.ending);
    else if (this.#record.kind === 'step') this.#record.step.end(stepEnding(state.ending));
  }

  #learnTools(): void {
    const ask = this.#askForTools;
    this.#askForTools = undefined;
    const tools = ask?.();
    if (tools instanceof Promise) tools.then((resolved) => this.learnToolIds(resolved), noop);
    else this.learnToolIds(tools);
  }

  /** Nobody may be left who waits for the answers. */
  #cancelCalls(): void {
    for (const step of this.#calls) step.end({ status: 'cancelled' });
    this.#calls.clear();
  }

  #suspend(runId: string | undefined): void {
    if (this.#record.kind === 'session') this.#record.session.suspend(runId);
    else if (this.#record.kind === 'step') this.#record.step.end({ finishReason: 'suspended' });
  }
}

const stepEnding = ({ status, output, error }: SessionEnding): StepEnding => ({
  output,
  error,
  ...(status === 'cancelled' ? { status } : {}),
});

const noop = () => undefined;
