import { type EventKind, isObject } from '../../../model/index.ts';

/** What Mastra says of a span it creates, as far as it is read here. */
export interface SpanOptions {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly input?: unknown;
  readonly entityId?: unknown;
  readonly entityName?: unknown;
  readonly attributes?: unknown;
  readonly tracingPolicy?: unknown;
}

/** What a span is in the run it belongs to. */
export interface Role {
  /** `entry`: what was handed to the run. `main`: the run itself. `below`: what happens in it. */
  readonly at: 'entry' | 'main' | 'below';
  /** True when `main` is a step of its own, and not the session or step that the caller opened for it. */
  readonly ownStep: boolean;
  /** Shared by all spans that are `main`: whether its model has been told of. */
  readonly model?: { isKnown: boolean } | undefined;
}

/** The kinds of spans that become steps, with their bit in Mastra's mask of internal spans. */
const kinds: { readonly [type: string]: { readonly kind: EventKind; readonly internalBit: number } } = {
  tool_call: { kind: 'tool', internalBit: 4 },
  mcp_tool_call: { kind: 'tool', internalBit: 4 },
  agent_run: { kind: 'agent', internalBit: 2 },
  workflow_run: { kind: 'workflow', internalBit: 1 },
  workflow_step: { kind: 'step', internalBit: 1 },
  memory_operation: { kind: 'function', internalBit: 0 },
  scorer_run: { kind: 'function', internalBit: 0 },
};

const below: Role = { at: 'below', ownStep: true };

/** The kind of step that a span becomes; none for what Mastra keeps to itself. */
export function kindOf({ type, tracingPolicy }: SpanOptions): EventKind | undefined {
  const known = kinds[String(type)];
  return known && !isInternal(tracingPolicy, known.internalBit) ? known.kind : undefined;
}

/** The role of a span that is created below one with the role `parent`. */
export function roleBelow(parent: Role, options: SpanOptions): Role {
  const { type } = options;
  const { at, ownStep, model } = parent;
  if (at === 'entry' && type === 'agent_run') return { at: 'main', ownStep, model: { isKnown: false } };
  if (at !== 'main' || leavesRun(options) || isOtherModel(parent, type)) return below;
  return ownStep ? parent : { at, ownStep: true, model };
}

const leavesRun = (options: SpanOptions): boolean =>
  options.type === 'agent_run' || options.type === 'processor_run' || kindOf(options) !== undefined;

/** The first model below a run is its own, for all of its steps. Another one gives its thread a title. */
function isOtherModel({ model }: Role, type: unknown): boolean {
  if (type !== 'model_generation' || !model) return false;
  const isOther = model.isKnown;
  model.isKnown = true;
  return isOther;
}

const isInternal = (policy: unknown, bit: number): boolean =>
  isObject(policy) && typeof policy.internal === 'number' && (policy.internal & bit) !== 0;
