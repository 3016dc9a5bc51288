import { type SessionPlace, sessionScope } from '../../../context/index.ts';
import { type EventKind, isObject } from '../../../model/index.ts';
import type { Session, Step } from '../../../recorder/index.ts';
import { GenerationTracker } from './generation-tracker.ts';
import { NoopTracker } from './noop-tracker.ts';
import { kindOf, type Role, roleBelow, type SpanOptions } from './span-role.ts';
import { teeSpan, theirRootSpan } from './tee-span.ts';
import { failureOf, onceExecuted } from './tool-failure.ts';

/** What the spans of one run share. */
export interface SpanRun {
  /** The id of the tool that is registered under a name. */
  nameOf(toolName: string): string;
  /** Told when a tool call of the run begins. */
  onToolCall(toolCallId: string): void;
  /** The same where only its tool and arguments are told. Returns the id of the call, if it can be found. */
  onUnnumberedToolCall(name: string, args: unknown): string | undefined;
  began(): void;
  ended(): void;
  /** Told whether the steps of the run pass through input processors of the user's. */
  onProcessors(areUsed: boolean): void;
}

/** What may be called from anywhere, and is the beginning of a trace where it finds none. */
const beginsTrace = new Set(['agent_run', 'workflow_run']);

const mark = Symbol.for('sentrial.CaptureSpan');

/** True for a span of ours, made by this copy of the package or another. */
export const isCaptureSpan = (value: unknown): value is CaptureSpan =>
  typeof value === 'object' && value !== null && mark in value;

/**
 * Stands where Mastra expects a tracing span and turns what Mastra tells it into steps.
 *
 * It shows up nowhere else: it has no trace id, so results, messages and scores stay as they are without it; it
 * says of itself that it is internal, so nothing exports it; and it is valid, as Mastra skips scorers otherwise.
 */
export class CaptureSpan {
  readonly [mark] = true;
  readonly #run: SpanRun;
  readonly #place: SessionPlace;
  readonly #role: Role;
  readonly #type: unknown;
  readonly #step: Step | undefined;
  readonly #attributes: unknown;
  #output: unknown;
  #through: CaptureSpan | undefined;
  #isOpen = false;
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
   * The span to hand to a run; what Mastra reports below it becomes steps below `place`.
   *
   * @param ownStep true when the run is to become a step below `place`
   */
  static entry(run: SpanRun, place: SessionPlace, ownStep: boolean): CaptureSpan {
    return new CaptureSpan(run, place, { at: 'entry', ownStep });
  }

  /** Where steps below this span belong. */
  get place(): SessionPlace {
    return this.#place;
  }

  /** True for a span that was handed to a run, and not made below it. */
  get isEntry(): boolean {
    return this.#role.at === 'entry';
  }

  /** Something for tools to write to that find a span in their context. */
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

  /** Below a run that only we watch there may be agents and workflows that the user traces: theirs comes first. */
  createChildSpan(options: SpanOptions): CaptureSpan {
    const ours = this.#createChildSpan(options);
    const theirs = beginsTrace.has(String(options.type)) ? theirRootSpan(options) : undefined;
    return theirs ? (teeSpan(theirs, ours) as CaptureSpan) : ours;
  }

  #createChildSpan(options: SpanOptions): CaptureSpan {
    try {
      if (this.#role.at === 'main') this.#lookForProcessors(options);
      const role = roleBelow(this.#role, options);
      const step = this.#startStep(options, role);
      const isReported = options.type === 'model_generation' && role.at !== 'main';
      if (!step && role.at === this.#role.at && !isReported) return this.#passThrough();
      const place = step ? placeOf(this.#place.session, step) : this.#place;
      const span = new CaptureSpan(this.#run, place, role, options, step);
      if (step || options.type === 'processor_run') span.#begin();
      return span;
    } catch {
      return this.#passThrough();
    }
  }

  /** Mastra tells of the `prepareStep` as the last of the input processors, and of the others as one workflow. */
  #lookForProcessors({ type, entityId, name, attributes }: SpanOptions): void {
    if (type === 'processor_run' && entityId === 'prepare-step' && isObject(attributes)) {
      this.#run.onProcessors(attributes.processorIndex !== 0);
    } else if (type === 'workflow_run' && `${entityId} ${name}`.includes('-input-processor')) {
      this.#run.onProcessors(true);
    }
  }

  createEventSpan(): CaptureSpan {
    return this.#passThrough();
  }

  /** The one span for all below this one that are no steps: Mastra makes dozens of them in each run. */
  #passThrough(): CaptureSpan {
    if (!this.#step && this.#role.at !== 'entry') return this;
    this.#through ??= new CaptureSpan(this.#run, this.#place, this.#role);
    return this.#through;
  }

  /** The calls of the main run's model are recorded where they are made; those of others are only told of. */
  createTracker(): NoopTracker {
    return this.#role.at === 'main' ? new NoopTracker(this) : new GenerationTracker(this, this.#attributes);
  }

  update(options?: { readonly output?: unknown }): void {
    this.#output = options?.output ?? this.#output;
  }

  end(options?: { readonly output?: unknown; readonly attributes?: unknown }): void {
    const output = options?.output ?? this.#output;
    const kind = this.#step?.start.kind;
    const failure = kind === 'tool' ? failureOf(output, options?.attributes) : undefined;
    if (failure) this.#step?.end({ error: failure, output });
    else if (kind === 'agent' && isAbortedRun(output)) this.#step?.end({ status: 'cancelled' });
    else this.#step?.end({ output });
    this.#finish();
  }

  #begin(): void {
    this.#isOpen = true;
    this.#run.began();
  }

  #finish(): void {
    if (this.#isOpen) this.#run.ended();
    this.#isOpen = false;
  }

  endTree(options?: { readonly output?: unknown }): void {
    this.end(options);
  }

  error(options?: { readonly error?: unknown; readonly endSpan?: boolean }): void {
    if (options?.endSpan === false) return;
    this.#step?.end({ error: options?.error ?? new Error('unknown error') });
    this.#finish();
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

  /** Mastra serialises workflow state, spans in it included. */
  toJSON(): undefined {
    return undefined;
  }

  #startStep(options: SpanOptions, role: Role): Step | undefined {
    const kind = role.ownStep ? kindOf(options) : undefined;
    if (!kind) return undefined;
    const name = this.#nameOf(options, kind);
    const toolCallId = kind === 'tool' ? this.#toolCallId(options, name) : undefined;
    const { session, parentEventId } = this.#place;
    if (kind === 'tool' || kind === 'step') session.persistPending();
    return session.startStep({
      kind,
      name,
      parentEventId,
      input: options.input,
      toolCallId,
      deferrable: true,
    });
  }

  #toolCallId({ attributes, input }: SpanOptions, name: string): string | undefined {
    const { toolCallId } = isObject(attributes) ? attributes : {};
    if (typeof toolCallId !== 'string')
      return this.#role.at === 'main' ? this.#run.onUnnumberedToolCall(name, input) : undefined;
    this.#run.onToolCall(toolCallId);
    return toolCallId;
  }

  #nameOf({ entityName, entityId, name }: SpanOptions, kind: EventKind): string {
    const given = String(entityName ?? entityId ?? name ?? kind);
    return kind === 'tool' ? this.#run.nameOf(given) : given;
  }
}

/** What Mastra tells as the output of an agent whose run was aborted. */
const isAbortedRun = (output: unknown): boolean => isObject(output) && output.status === 'aborted';

function placeOf(session: Session, step: Step): SessionPlace {
  const place = { session, parentEventId: step.id };
  return step.start.kind === 'tool' ? { ...place, tool: onceExecuted() } : place;
}
