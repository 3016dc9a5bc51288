// Every probe of the shape of Mastra's objects, with the versions of `@mastra/core` that it serves.
// Instrumentation reads no version number: it uses what an agent, a result or a span has.
import { isObject } from '../../model/index.ts';

/** The run methods that share default options: legacy methods have their own. */
export type DefaultOptionsName = 'run' | 'generateLegacy' | 'streamLegacy';

/** The getters of default options, newest first. The second name of a legacy method serves versions before 1.0. */
const defaultOptionsGetters = {
  run: ['getDefaultOptions', 'getDefaultVNextStreamOptions'],
  generateLegacy: ['getDefaultGenerateOptionsLegacy', 'getDefaultGenerateOptions'],
  streamLegacy: ['getDefaultStreamOptionsLegacy', 'getDefaultStreamOptions'],
} as const satisfies Record<DefaultOptionsName, readonly string[]>;

/** The features of an agent that differ between versions of Mastra. Methods are bound to the agent. */
export interface AgentCapabilities {
  /** Whether its streams always report their end. Callbacks report the end otherwise. */
  readonly streamsReportEnd: boolean;
  /** Whether it reports its tools, sub-agents and workflows to spans. */
  readonly reportsToSpans: boolean;
  /** Whether its run methods take a `model` option. */
  readonly acceptsModelOption: boolean;
  /** Returns the model configuration at the time of the call. */
  configuredModel(): unknown;
  /** Returns the tools of its configuration, a function that chooses them per run, or `undefined` if unknown. */
  configuredTools(): unknown;
  /** Returns the hooks of its configuration, or `undefined`. */
  configuredHooks(): unknown;
  getModel(context: { readonly requestContext?: unknown; readonly modelConfig?: unknown }): unknown;
  /** Returns the default options of the methods that share `name`, or `undefined` if there are none. */
  getDefaultOptions(name: DefaultOptionsName, context: object): unknown;
  getMastraInstance?(): unknown;
  /** Returns the tools of a run. Set only before 1.0. */
  getTools?(context: { readonly runtimeContext: unknown }): unknown;
}

/** The members of an agent that are probed. */
interface AgentMembers {
  readonly model?: unknown;
  /** All versions. */
  getModel?(context: object): unknown;
  /** All versions. */
  getMastraInstance?(): unknown;
  /** Before 1.0. */
  getTools?(context: { readonly runtimeContext: unknown }): unknown;
  /** Since 1.45. */
  getConfiguredToolHooks?(): unknown;
  /** Present in 1.50, absent in 1.0. */
  __getOverridableFields?(): unknown;
  /** Since 1.69. */
  __setThreadRuntimeAgent?(agent: object): void;
}

/** Returns the features of an agent, as found on its members. */
export function capabilitiesOf(agent: object): AgentCapabilities {
  const members = agent as AgentMembers;
  const getHooks = members.getConfiguredToolHooks?.bind(agent);
  const getFields = members.__getOverridableFields?.bind(agent);
  return {
    // Since 1.60, `_waitUntilFinished()` settles in every case. This member came later and implies it.
    streamsReportEnd: '__setThreadRuntimeAgent' in agent,
    // Since 1.0: spans have `executeInContext()` and `createTracker()` in each version that has `listTools()`.
    reportsToSpans: 'listTools' in agent,
    // Each version with tool hooks (1.45) also takes a `model` option.
    acceptsModelOption: getHooks !== undefined,
    configuredModel: () => members.model,
    configuredTools() {
      const fields = getFields?.();
      return isObject(fields) ? fields.tools : undefined;
    },
    configuredHooks: () => getHooks?.(),
    getModel: (context) => members.getModel?.(context),
    getDefaultOptions(name, context) {
      const getter = defaultOptionsGetters[name].find((candidate) => candidate in agent);
      return getter && (agent as Record<string, (context: object) => unknown>)[getter]?.(context);
    },
    getMastraInstance: members.getMastraInstance?.bind(agent),
    getTools: members.getTools?.bind(agent),
  };
}

/**
 * Makes Mastra start the runs of messages and signals through the instrumented agent, since 1.69. This is the only
 * change to the original agent.
 */
export function routeMessageRuns(agent: object, instrumented: object): void {
  try {
    (agent as AgentMembers).__setThreadRuntimeAgent?.(instrumented);
  } catch {
    // The runs of messages stay unrecorded.
  }
}

const resumingMethods: readonly PropertyKey[] = ['sendToolApproval', 'sendStreamResume'];

/**
 * Returns true for a method that resumes a run through another method of `this`, since 1.50. A method whose source
 * text reads private fields is excluded, because it fails on a proxy.
 */
export const resumesThroughThis = (name: PropertyKey, method: (...args: never[]) => unknown): boolean =>
  resumingMethods.includes(name) && !Function.prototype.toString.call(method).includes('this.#');

/** The fields of a result that describe the outcome of a run. */
export interface RunResult {
  readonly finishReason?: unknown;
  readonly error?: unknown;
  /** Since 1.0 `{ reason, processorId }`; before that a boolean. */
  readonly tripwire?: unknown;
  /** Before 1.0. */
  readonly tripwireReason?: unknown;
  readonly runId?: unknown;
  readonly object?: unknown;
  readonly text?: unknown;
}

/** The members of a stream's result that can be read without starting its consumption. */
export interface FinishingStream {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly tripwire?: unknown;
  readonly runId?: unknown;
  _waitUntilFinished(): Promise<unknown>;
  _getImmediateText?(): unknown;
  _getImmediateObject?(): unknown;
  _getImmediateFinishReason?(): unknown;
}

/** The result of a network of agents. Its promises settle without a reader. */
export interface NetworkResult {
  readonly runId?: unknown;
  readonly status: Promise<unknown>;
  readonly result: Promise<unknown>;
  readonly usage: Promise<unknown>;
}

/**
 * Returns the stream of a result if it has `_waitUntilFinished()`, which is absent in 0.24 and 1.0. Durable agents
 * return their stream as `output`.
 */
export function finishingStreamOf(result: Record<string, unknown>): FinishingStream | undefined {
  for (const candidate of [result, result.output]) {
    if (isObject(candidate) && typeof candidate._waitUntilFinished === 'function') {
      return candidate as unknown as FinishingStream;
    }
  }
  return undefined;
}

/** Returns true for a stream without `_waitUntilFinished()`. Reads no getter: that starts consumption. */
export const isUnreadStream = (result: object): boolean => 'textStream' in result || 'fullStream' in result;

/** Returns true for the result of `network()`. All versions. */
export const isNetworkResult = (result: object): result is NetworkResult & object =>
  result instanceof ReadableStream && 'usage' in result && 'status' in result;

/** Returns true if a stream has failed. Before 1.60 a failed run has the status of a success. */
export const hasFailed = ({ status, error }: FinishingStream, finishReason: unknown): boolean =>
  status === 'failed' || (finishReason === 'error' && error !== undefined);

/**
 * Returns true for a result that an abort can have caused. Up to 1.69 an aborted run has no finish reason, or a
 * tripwire without a processor.
 */
export const looksAborted = ({ finishReason, tripwire }: RunResult): boolean =>
  tripwire ? isObject(tripwire) && tripwire.processorId === undefined : finishReason === undefined;

/** Returns why a processor blocked a run, or something falsy for a run that was not blocked. All versions. */
export const blockReasonOf = ({ tripwire, tripwireReason, finishReason }: RunResult): unknown => {
  if (isObject(tripwire)) return tripwire.reason ?? 'blocked';
  // Some results only have the finish reason.
  return (tripwire && tripwireReason) || (finishReason === 'tripwire' && (tripwireReason ?? 'blocked'));
};

/** Returns true for a model whose calls can be recorded. Mastra checks the class of v1 models, so no proxy fits. */
export const isRecordableModel = (value: unknown): value is object =>
  isObject(value) && typeof value.doStream === 'function' && value.specificationVersion !== 'v1';

/** Returns the id of the tool call in the context of a tool hook. Serves 1.45 and later. */
export function toolCallIdOf(context: Record<string, unknown>): string | undefined {
  const { toolCallId = isObject(context.agent) ? context.agent.toolCallId : undefined } = context;
  return typeof toolCallId === 'string' ? toolCallId : undefined;
}

/** The options of a new span that instrumentation reads. Spans exist since 1.0. */
export interface SpanOptions {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly input?: unknown;
  readonly entityId?: unknown;
  readonly entityName?: unknown;
  readonly attributes?: unknown;
  readonly tracingPolicy?: unknown;
}

/**
 * Returns whether a run has input processors, or `undefined` if this span does not show it. Since 1.0, Mastra reports
 * `prepareStep` as the last input processor and the others as one workflow.
 */
export function showsInputProcessors({ type, entityId, name, attributes }: SpanOptions): boolean | undefined {
  if (type === 'processor_run' && entityId === 'prepare-step' && isObject(attributes))
    return attributes.processorIndex !== 0;
  const isProcessing = type === 'workflow_run' && `${entityId} ${name}`.includes('-input-processor');
  return isProcessing ? true : undefined;
}

/**
 * Returns true for a span during which a processor runs. Since 1.0, Mastra runs `prepareStep` as a `processor_run` and
 * other processors as steps of an internal workflow.
 */
export const isProcessorSpan = ({ type, entityId }: SpanOptions): boolean =>
  type === 'processor_run' || (type === 'workflow_step' && String(entityId).startsWith('processor:'));

/** Returns true for the output that an agent's span reports after an abort. Serves 1.0 and later. */
export const isAbortedOutput = (output: unknown): boolean => isObject(output) && output.status === 'aborted';

/** The tracing of a Mastra instance. */
interface Observability {
  startSpan?(options: object): unknown;
}

/** Returns the tracing that the user configured in a Mastra instance. Serves 1.0 and later. */
export const observabilityOf = (mastra: unknown, requestContext: unknown): Observability | undefined =>
  (
    mastra as { observability?: { getSelectedInstance?(options: object): Observability | undefined } }
  )?.observability?.getSelectedInstance?.({ requestContext });

/** Starts the span that Mastra itself would start. Returns `undefined` if the user has no tracing. */
export function startUserRootSpan(options: object): object | undefined {
  const { mastra, requestContext, metadata } = options as {
    readonly mastra?: unknown;
    readonly requestContext?: unknown;
    readonly metadata?: unknown;
  };
  const customSamplerOptions = { requestContext, metadata };
  const span = observabilityOf(mastra, requestContext)?.startSpan?.({ ...options, customSamplerOptions });
  return isObject(span) ? span : undefined;
}

/** The members of a Mastra instance that list what is registered. The getters serve versions before 1.0. */
interface Registry {
  listAgents?(): unknown;
  getAgents?(): unknown;
  listWorkflows?(): unknown;
  getWorkflows?(): unknown;
}

/** Returns the agents of a Mastra instance by key. All versions return their registry itself, not a copy. */
export function registeredAgents(mastra: object): Record<string, unknown> {
  const registry = mastra as Registry;
  const agents = registry.listAgents?.() ?? registry.getAgents?.();
  return isObject(agents) ? agents : {};
}

/** Returns the workflows of a Mastra instance by key. */
export function registeredWorkflows(mastra: object): Record<string, unknown> {
  const registry = mastra as Registry;
  const workflows = registry.listWorkflows?.() ?? registry.getWorkflows?.();
  return isObject(workflows) ? workflows : {};
}
