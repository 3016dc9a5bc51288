import { type EventKind, isObject } from '../../../model/index.ts';
import type { SpanOptions } from '../agent-capabilities.ts';

/** The role of a span in its run. */
export interface Role {
  /** `entry` is the span passed to a run, `main` a span of the run itself, `below` a span of an operation in it. */
  readonly at: 'entry' | 'main' | 'below';
  /** Whether a `main` span starts a step. It does not if the caller has opened a session or step for the run. */
  readonly ownStep: boolean;
  /** Whether the run's own model is known. All `main` spans of a run share this object. */
  readonly model?: { isKnown: boolean } | undefined;
}

/** The types of spans that become steps, with their bit in Mastra's mask of internal spans. */
const kinds: { readonly [type: string]: { readonly kind: EventKind; readonly internalBit: number } } = {
  tool_call: { kind: 'tool', internalBit: 4 },
  mcp_tool_call: { kind: 'tool', internalBit: 4 },
  agent_run: { kind: 'agent', internalBit: 2 },
  workflow_run: { kind: 'workflow', internalBit: 1 },
  workflow_step: { kind: 'step', internalBit: 1 },
  memory_operation: { kind: 'function', internalBit: 0 },
  scorer_run: { kind: 'function', internalBit: 0 },
};

/** The types of spans that do not become steps: parts of a step, and what other code of this folder records. */
const silentTypes = new Set([
  'model_generation',
  'model_step',
  'model_inference',
  'model_chunk',
  'processor_run',
  'client_tool_call',
  'provider_tool_call',
  'workflow_conditional_eval',
  'scorer_step',
  'mapping',
  'agent_signal',
]);

/**
 * The types of spans that become steps inside a recorded workflow alone. Mastra 1.0 does not mark those of its internal
 * workflows as internal.
 */
const workflowParts = new Set([
  'workflow_parallel',
  'workflow_conditional',
  'workflow_loop',
  'workflow_sleep',
  'workflow_wait_event',
]);

const below: Role = { at: 'below', ownStep: true };

/** Returns the kind of step for a span, or `undefined` for a silent or internal span. Unknown types become functions. */
export function kindOf({ type, tracingPolicy }: SpanOptions): EventKind | undefined {
  const name = String(type);
  const known = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (known) return isInternal(tracingPolicy, known.internalBit) ? undefined : known.kind;
  if (name === 'rag_embedding') return 'llm';
  return typeof type !== 'string' || silentTypes.has(name) || workflowParts.has(name)
    ? undefined
    : 'function';
}

/** Returns true for a span that is a part of a workflow, such as a loop. */
export const isWorkflowPart = ({ type }: SpanOptions): boolean => workflowParts.has(String(type));

/** Returns true for the role of a workflow whose session or step is the caller's. */
export const isWorkflowRoot = ({ at, ownStep }: Role): boolean => at === 'below' && !ownStep;

/** Returns the role of a new span below a span with the role `parent`. */
export function roleBelow(parent: Role, options: SpanOptions): Role {
  const { type } = options;
  const { at, ownStep, model } = parent;
  if (at === 'entry' && type === 'agent_run') return { at: 'main', ownStep, model: { isKnown: false } };
  // The session or step of the caller already is the run of the workflow.
  if (at === 'entry' && type === 'workflow_run' && !ownStep) return { at: 'below', ownStep };
  if (at !== 'main' || leavesRun(options) || isOtherModel(parent, type)) return below;
  return ownStep ? parent : { at, ownStep: true, model };
}

const leavesRun = (options: SpanOptions): boolean =>
  options.type === 'agent_run' || options.type === 'processor_run' || kindOf(options) !== undefined;

/** Returns true for a model other than the run's own, which comes first. The other model writes thread titles. */
function isOtherModel({ model }: Role, type: unknown): boolean {
  if (type !== 'model_generation' || !model) return false;
  const isOther = model.isKnown;
  model.isKnown = true;
  return isOther;
}

const isInternal = (policy: unknown, bit: number): boolean =>
  isObject(policy) && typeof policy.internal === 'number' && (policy.internal & bit) !== 0;
