import { type SessionPlace, sessionScope } from '../../../context/index.ts';
import { type EventKind, isObject } from '../../../model/index.ts';
import type { Session, Step, StepEnding } from '../../../recorder/index.ts';
import {
  isAbortedOutput,
  isProcessorSpan,
  type SpanOptions,
  showsInputProcessors,
  startUserRootSpan,
} from '../agent-capabilities.ts';
import type { PendingToolCalls } from '../model/pending-tool-calls.ts';
import { errorOfToolResult } from '../model/tool-error.ts';
import { embeddingEnding, embeddingStart } from './embedding.ts';
import { GenerationTracker } from './generation-tracker.ts';
import { NoopTracker } from './noop-tracker.ts';
import { onceExecuted } from './once-executed.ts';
import { isWorkflowPart, isWorkflowRoot, kindOf, type Role, roleBelow } from './span-role.ts';
import { teeSpan } from './tee-span.ts';

/** The parts of a run that its spans report to. */
export interface SpanRun {
  readonly toolNames: { idOf(toolName: string): string };
  readonly toolCalls: Pick<PendingToolCalls, 'markRecorded' | 'matchByArgs'>;
  readonly activity: { start(): void; finish(): void };
  readonly inputProcessors: { note(areUsed: boolean): void };
}

/** The types of spans that start a trace if they have no parent. */
const rootTypes = new Set(['agent_run', 'workflow_run']);

const mark = Symbol.for('sentrial.CaptureSpan');

/** Returns true for a span of Sentrial, from this copy of the package or another. */
export const isCaptureSpan = (value: unknown): value is CaptureSpan =>
  typeof value === 'object' && value !== null && mark in value;

/**
 * A Mastra tracing span that turns Mastra's reports into steps. It has no trace id and is internal, so results and
 * exporters do not show it; it is valid, because Mastra otherwise skips scorers.
 */
export class CaptureSpan {
  readonly [mark] = true;
  readonly #run: SpanRun;
  readonly #place: SessionPlace;
  readonly #role: Role;
  readonly #type: unknown;
  readonly #step: Step | undefined;
  #attributes: unknown;
  #output: unknown;
  #passThroughSpan: CaptureSpan | undefined;
  #isActive = false;
  #metadata: Record<string, unknown> | undefined;

  private constructor(run: SpanRun, place: SessionPlace, role: Role, options?: SpanOptions, step?: Step) {
    this.#run = run;
    this.#place = place;
    this.#role = role;
    this.#type = options?.type;
    this.#attributes = options?.attributes;
    this.#step = step;
  }

  /**
   * Creates the span to pass to a run. Reports below it become steps below `place`.
   *
   * @param ownStep whether the run itself becomes a step below `place`
   */
  static entry(run: SpanRun, place: SessionPlace, ownStep: boolean): CaptureSpan {
    return new CaptureSpan(run, place, { at: 'entry', ownStep });
  }

  /** The place for steps below this span. */
  get place(): SessionPlace {
    return this.#place;
  }

  /** Whether this span was passed to a run and not created below another span. */
  get isEntry(): boolean {
    return this.#role.at === 'entry';
  }

  /** A writable object for tools that set metadata on their span. It is not recorded. */
  get metadata(): Record<string, unknown> {
    this.#metadata ??= {};
    return this.#metadata;
  }
  get attributes(): Record<string, unknown> {
    return {};
  }
  get id(): string {
    return '';
  }
  get name(): string {
    return '';
  }
  get type(): unknown {
    return this.#type;
  }
  get isInternal(): boolean {
    return true;
  }
  get isValid(): boolean {
    return true;
  }
  get isEvent(): boolean {
    return false;
  }
  get isRootSpan(): boolean {
    return this.isEntry;
  }
  get traceId(): undefined {
    return undefined;
  }
  get externalTraceId(): undefined {
    return undefined;
  }
  get observabilityInstance(): undefined {
    return undefined;
  }

  /** Creates a span below this one. If the user traces that agent or workflow, the user's own span wraps it. */
  createChildSpan(options: SpanOptions): CaptureSpan {
    const span = this.#createChildSpan(options);
    const userSpan = rootTypes.has(String(options.type)) ? startUserRootSpan(options) : undefined;
    return userSpan ? (teeSpan(userSpan, span) as CaptureSpan) : span;
  }

  #createChildSpan(options: SpanOptions): CaptureSpan {
    try {
      if (this.#role.at === 'main') this.#noteInputProcessors(options);
      const role = roleBelow(this.#role, options);
      const step = this.#startStep(options, role);
      const isActive = step !== undefined || isProcessorSpan(options);
      const hasOtherModel = options.type === 'model_generation' && role.at !== 'main';
      if (!isActive && role.at === this.#role.at && !hasOtherModel) return this.#passThrough();
      const place = step ? placeOf(this.#place.session, step) : this.#place;
      const span = new CaptureSpan(this.#run, place, role, options, step);
      if (isActive) span.#startActivity();
      return span;
    } catch {
      return this.#passThrough();
    }
  }

  #noteInputProcessors(options: SpanOptions): void {
    const areUsed = showsInputProcessors(options);
    if (areUsed !== undefined) this.#run.inputProcessors.note(areUsed);
  }

  createEventSpan(): CaptureSpan {
    return this.#passThrough();
  }

  /** Returns one shared span for all spans below this one that are not steps. Mastra creates dozens in each run. */
  #passThrough(): CaptureSpan {
    if (!this.#step && this.#role.at !== 'entry') return this;
    this.#passThroughSpan ??= new CaptureSpan(this.#run, this.#place, this.#role);
    return this.#passThroughSpan;
  }

  /** Creates the tracker of a model. The run's own model is already wrapped, so its tracker records nothing. */
  createTracker(): NoopTracker<CaptureSpan> {
    return this.#role.at === 'main' ? new NoopTracker(this) : new GenerationTracker(this, this.#attributes);
  }

  update(options?: { readonly output?: unknown; readonly attributes?: unknown }): void {
    this.#output = options?.output ?? this.#output;
    this.#addAttributes(options?.attributes);
  }

  end(options?: { readonly output?: unknown; readonly attributes?: unknown }): void {
    const output = options?.output ?? this.#output;
    const kind = this.#step?.start.kind;
    const { success } = isObject(options?.attributes) ? options.attributes : {};
    const failure = kind === 'tool' ? errorOfToolResult(output, success === false) : undefined;
    if (failure) this.#step?.end({ error: failure, output });
    else if (kind === 'agent' && isAbortedOutput(output)) this.#step?.end({ status: 'cancelled' });
    else this.#step?.end({ output, ...this.#reportedEnding(options?.attributes) });
    this.#finishActivity();
  }

  /** Returns the ending that the attributes of the span report. */
  #reportedEnding(attributes: unknown): StepEnding {
    this.#addAttributes(attributes);
    const { kind, provider } = this.#step?.start ?? {};
    return kind === 'llm'
      ? embeddingEnding(this.#attributes, provider)
      : endingOfStatus(kind, this.#attributes);
  }

  #addAttributes(attributes: unknown): void {
    if (!isObject(attributes)) return;
    this.#attributes = { ...(isObject(this.#attributes) ? this.#attributes : {}), ...attributes };
  }

  #startActivity(): void {
    this.#isActive = true;
    this.#run.activity.start();
  }

  #finishActivity(): void {
    if (this.#isActive) this.#run.activity.finish();
    this.#isActive = false;
  }

  endTree(options?: { readonly output?: unknown }): void {
    this.end(options);
  }

  error(options?: { readonly error?: unknown; readonly endSpan?: boolean }): void {
    if (options?.endSpan === false) return;
    this.#step?.end({ error: options?.error ?? new Error('unknown error') });
    this.#finishActivity();
  }

  executeInContext<T>(fn: () => Promise<T>): Promise<T> {
    return this.executeInContextSync(fn);
  }

  executeInContextSync<T>(fn: () => T): T {
    return sessionScope.current() === this.#place ? fn() : sessionScope.run(this.#place, fn);
  }

  exportSpan(): undefined {
    return undefined;
  }

  getParentSpanId(): undefined {
    return undefined;
  }

  findParent(): undefined {
    return undefined;
  }

  /** Keeps this span out of the workflow state that Mastra serializes. */
  toJSON(): undefined {
    return undefined;
  }

  #startStep(options: SpanOptions, role: Role): Step | undefined {
    const kind = role.ownStep ? this.#kindOf(options) : undefined;
    if (!kind) return undefined;
    const name = this.#nameOf(options, kind);
    const toolCallId = kind === 'tool' ? this.#toolCallId(options, name) : undefined;
    const { session, parentEventId } = this.#place;
    if (kind === 'tool' || kind === 'step') session.persistPending();
    return session.startStep({
      ...(kind === 'llm' ? embeddingStart(options.attributes) : { kind, name }),
      parentEventId,
      input: options.input,
      toolCallId,
      deferrable: true,
    });
  }

  #kindOf(options: SpanOptions): EventKind | undefined {
    if (!isWorkflowPart(options)) return kindOf(options);
    const kind = this.#step?.start.kind;
    return kind === 'workflow' || kind === 'step' || isWorkflowRoot(this.#role) ? 'step' : undefined;
  }

  #toolCallId({ attributes, input }: SpanOptions, name: string): string | undefined {
    const { toolCalls } = this.#run;
    const { toolCallId } = isObject(attributes) ? attributes : {};
    if (typeof toolCallId !== 'string')
      return this.#role.at === 'main' ? toolCalls.matchByArgs(name, input) : undefined;
    toolCalls.markRecorded(toolCallId);
    return toolCallId;
  }

  #nameOf({ entityName, entityId, name }: SpanOptions, kind: EventKind): string {
    const given = String(entityName ?? entityId ?? name ?? kind);
    return kind === 'tool' ? this.#run.toolNames.idOf(given) : given;
  }
}

/** Returns how a workflow or a step of one ended, from the status that its span reports. */
function endingOfStatus(kind: EventKind | undefined, attributes: unknown): StepEnding {
  const { status, success, error } = isObject(attributes) ? attributes : {};
  if (kind === 'function' && success === false) return { error: error ?? new Error('the operation failed') };
  if (status === 'suspended' || status === 'paused') return { finishReason: status };
  return status === 'canceled' ? { status: 'cancelled' } : {};
}

function placeOf(session: Session, step: Step): SessionPlace {
  const place = { session, parentEventId: step.id };
  return step.start.kind === 'tool' ? { ...place, tool: onceExecuted() } : place;
}
