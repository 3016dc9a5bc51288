import { type SessionPlace, sessionScope } from '../../context/index.ts';
import { type EventKind, isObject } from '../../model/index.ts';
import type { Step } from '../../recorder/index.ts';

/** What Mastra says of a span it creates, as far as it is read here. */
interface SpanOptions {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly input?: unknown;
  readonly entityId?: unknown;
  readonly entityName?: unknown;
  readonly attributes?: unknown;
  readonly tracingPolicy?: unknown;
}

/** What the spans of one run share. */
export interface SpanRun {
  /** The ids of tools by the names they are registered under, as learnt while the run goes on. */
  readonly toolIds: ReadonlyMap<string, string>;
}

/** The kinds of spans that become steps. All others pass their children through. */
const kinds: { readonly [type: string]: { readonly kind: EventKind; readonly internalBit: number } } = {
  tool_call: { kind: 'tool', internalBit: 4 },
  mcp_tool_call: { kind: 'tool', internalBit: 4 },
  agent_run: { kind: 'agent', internalBit: 2 },
  workflow_run: { kind: 'workflow', internalBit: 1 },
  workflow_step: { kind: 'step', internalBit: 1 },
};

const mark = Symbol.for('sentrial.ShadowSpan');

/** True for a span of ours, made by this copy of the package or another. */
export const isShadowSpan = (value: unknown): value is ShadowSpan =>
  typeof value === 'object' && value !== null && mark in value;

/**
 * Stands where Mastra expects a tracing span and turns what Mastra tells it into steps.
 *
 * It shows up nowhere else: it has no trace id, so results, messages and scores stay as they are without it; it
 * says of itself that it is internal, so nothing exports it; and it is valid, as Mastra skips scorers otherwise.
 */
export class ShadowSpan {
  readonly [mark] = true;
  readonly #run: SpanRun;
  readonly #place: SessionPlace;
  readonly #step: Step | undefined;
  readonly #isRoot: boolean;
  #output: unknown;

  private constructor(run: SpanRun, place: SessionPlace, step: Step | undefined, isRoot: boolean) {
    this.#run = run;
    this.#place = place;
    this.#step = step;
    this.#isRoot = isRoot;
  }

  /** The span to hand to a run; what Mastra reports below it becomes steps below `place`. */
  static root(run: SpanRun, place: SessionPlace): ShadowSpan {
    return new ShadowSpan(run, place, undefined, true);
  }

  /** Where steps below this span belong. */
  get place(): SessionPlace {
    return this.#place;
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
    return this.#isRoot;
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

  createChildSpan(options: SpanOptions): ShadowSpan {
    try {
      const step = this.#startStep(options);
      if (!step) return new ShadowSpan(this.#run, this.#place, undefined, false);
      const place = { session: this.#place.session, parentEventId: step.id };
      return new ShadowSpan(this.#run, place, step, false);
    } catch {
      return new ShadowSpan(this.#run, this.#place, undefined, false);
    }
  }

  createEventSpan(): ShadowSpan {
    return new ShadowSpan(this.#run, this.#place, undefined, false);
  }

  /** Generations are recorded where the model is called, so none is tracked here. */
  createTracker(): undefined {
    return undefined;
  }

  update(options?: { readonly output?: unknown }): void {
    this.#output = options?.output ?? this.#output;
  }

  end(options?: { readonly output?: unknown; readonly attributes?: unknown }): void {
    const { attributes } = options ?? {};
    const failed = isObject(attributes) && attributes.success === false;
    this.#step?.end({ output: options?.output ?? this.#output, ...(failed ? { status: 'error' } : {}) });
  }

  endTree(options?: { readonly output?: unknown }): void {
    this.end(options);
  }

  error(options?: { readonly error?: unknown; readonly endSpan?: boolean }): void {
    if (options?.endSpan === false) return;
    this.#step?.end({ error: options?.error ?? new Error('unknown error') });
  }

  executeInContext<T>(fn: () => Promise<T>): Promise<T> {
    return sessionScope.run(this.#place, fn);
  }

  executeInContextSync<T>(fn: () => T): T {
    return sessionScope.run(this.#place, fn);
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

  #startStep(options: SpanOptions): Step | undefined {
    const known = kinds[String(options.type)];
    if (!known || isInternal(options.tracingPolicy, known.internalBit)) return undefined;
    // The run of the agent that was called is the session itself.
    if (known.kind === 'agent' && this.#isRoot) return undefined;
    const { kind } = known;
    const { toolCallId } = isObject(options.attributes) ? options.attributes : {};
    return this.#place.session.startStep({
      kind,
      name: this.#nameOf(options, kind),
      parentEventId: this.#place.parentEventId,
      input: options.input,
      ...(typeof toolCallId === 'string' ? { toolCallId } : {}),
    });
  }

  #nameOf({ entityName, entityId, name }: SpanOptions, kind: EventKind): string {
    const given = String(entityName ?? entityId ?? name ?? kind);
    return kind === 'tool' ? (this.#run.toolIds.get(given) ?? given) : given;
  }
}

const isInternal = (policy: unknown, bit: number): boolean =>
  isObject(policy) && typeof policy.internal === 'number' && (policy.internal & bit) !== 0;
