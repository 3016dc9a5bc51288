import { type ClientOptions, clientFor } from '../../client/index.ts';
import { isTracingDisabled } from '../../primitives/index.ts';
import type { InstrumentedAgent } from './instrumented-agent.ts';
import { isFixed } from './options/fixed-property.ts';
import type { ModelOwner } from './options/model-option.ts';
import type { OptionsOwner } from './options/user-options.ts';
import { recordRun, type TrackedAgent } from './record-run.ts';
import { suspendedRunsOf } from './run/suspended-runs.ts';
import { entryPointOf } from './run-methods.ts';

/** What `instrumentAgent()` takes. */
export interface InstrumentOptions extends ClientOptions {
  /**
   * The name sessions are grouped by.
   * @default the agent's `name`, else its `id`
   */
  readonly agentName?: string | undefined;
}

type Method = (...args: unknown[]) => unknown;

const trackedMark = Symbol.for('sentrial.trackedAgent');

/**
 * The agent, with each of its runs recorded: input and answer, model calls, tools, sub-agents, tokens, cost,
 * failures. Use what is returned in place of the agent; the agent itself stays as it is and unrecorded.
 *
 * Runs behave as without it: results, errors, callbacks and timing are the agent's own. Instrumenting an agent
 * that is instrumented already returns it. A method of a subclass of yours runs on the agent itself: what it
 * calls on `this` is unrecorded.
 *
 * @param agent a Mastra `Agent`, or what behaves like one
 * @throws {TypeError} when `agent` is no agent, or `options` are none
 * @throws {TracerError} when the options cannot be used and `failSilently` is `false`
 *
 * @example
 * ```ts
 * const tracked = instrumentAgent(agent, { agentName: 'customer-support' });
 * const result = await tracked.generate('Look up user USR-123');
 * ```
 */
export function instrumentAgent<A extends object>(
  agent: A,
  options: InstrumentOptions = {},
): InstrumentedAgent<A> {
  assertAgent(agent);
  if (trackedMark in agent) return agent;
  assertOptions(options);
  if (isTracingDisabled()) return agent;
  const client = clientFor(options);
  const { name, id } = agent as { readonly name?: unknown; readonly id?: unknown };
  const agentName = [options.agentName, name, id].find((value) => typeof value === 'string' && value !== '');
  const owner = agent as OptionsOwner;
  const proxy = track(agent, {
    agentName: (agentName as string | undefined) ?? 'agent',
    client,
    suspended: suspendedRunsOf(client),
    models: agent as ModelOwner,
    processors: {},
    // Came into Mastra after the two: an agent that has it is sure to have them.
    streamsTellEnd: '__setThreadRuntimeAgent' in agent,
    reportsToSpans: 'listTools' in agent,
    getDefaultOptions:
      owner.getDefaultOptions?.bind(agent) ?? owner.getDefaultVNextStreamOptions?.bind(agent),
    getConfiguredToolHooks: owner.getConfiguredToolHooks?.bind(agent),
    getMastraInstance: owner.getMastraInstance?.bind(agent),
    getModel: owner.getModel?.bind(agent),
    getTools: owner.getTools?.bind(agent),
    __getOverridableFields: owner.__getOverridableFields?.bind(agent),
  });
  runThreadsThrough(agent, proxy);
  return proxy;
}

/**
 * Has Mastra start the runs of messages and signals through the recorded agent. It is the one thing that changes
 * the agent that was passed, as such runs would otherwise be unseen.
 */
function runThreadsThrough(agent: object, proxy: object): void {
  try {
    (agent as { __setThreadRuntimeAgent?(agent: object): void }).__setThreadRuntimeAgent?.(proxy);
  } catch {
    // Runs of messages go on unrecorded.
  }
}

/** Methods are bound to the agent itself: it keeps its state in private fields, which a proxy has not. */
function track<A extends object>(agent: A, tracked: TrackedAgent): A {
  const methods = new Map<PropertyKey, { readonly original: unknown; readonly method: unknown }>();
  /** What was put on the recorded agent is the program's own: a mock, or something around the recorded method. */
  const given = new WeakSet<object>();
  /** Notes what is put on it. Returns true for what it has already: a mock gives way to it again. */
  const isPutBack = (target: object, key: PropertyKey, value: unknown): boolean => {
    if (typeof value !== 'function') return false;
    const isOurs = value === methods.get(key)?.method;
    if (isOurs) Reflect.deleteProperty(target, key);
    else given.add(value);
    return isOurs;
  };
  const proxy: A = new Proxy(agent, {
    get(target, key) {
      if (key === trackedMark) return true;
      const original: unknown = Reflect.get(target, key, target);
      if (original === target) return isFixed(target, key) ? original : proxy;
      if (typeof original !== 'function' || given.has(original) || !isMethod(target, key)) return original;
      const known = methods.get(key);
      if (known?.original === original) return known.method;
      const method = methodFor(tracked, target, proxy, key, original as Method);
      methods.set(key, { original, method });
      return method;
    },
    has: (target, key) => key === trackedMark || Reflect.has(target, key),
    set: (target, key, value) => isPutBack(target, key, value) || Reflect.set(target, key, value, target),
    defineProperty: (target, key, property) =>
      isPutBack(target, key, property.value) || Reflect.defineProperty(target, key, property),
    // Who puts a mock around a method looks for the method here, and may not find the agent's own.
    getOwnPropertyDescriptor(target, key) {
      const own = Reflect.getOwnPropertyDescriptor(target, key);
      if (own || !entryPointOf(key) || !(key in target) || !Object.isExtensible(target)) return own;
      return { value: Reflect.get(proxy, key), writable: true, enumerable: false, configurable: true };
    },
  });
  return proxy;
}

/** True for methods, those too that were replaced on the agent itself. A function that was merely put on the agent is a value like any other. */
function isMethod(target: object, key: PropertyKey): boolean {
  if (key === 'constructor' || isFixed(target, key)) return false;
  if (entryPointOf(key) || !Object.hasOwn(target, key)) return true;
  return Reflect.has(Object.getPrototypeOf(target) ?? {}, key);
}

function methodFor(
  tracked: TrackedAgent,
  target: object,
  proxy: object,
  key: PropertyKey,
  original: Method,
): Method {
  const entry = entryPointOf(key);
  if (!entry) return original.bind(resumesOnThis(key, original) ? proxy : target);
  const method: Method = (...args) => recordRun(tracked, target, original, entry, args);
  return Object.defineProperties(method, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
}

const resumers: readonly PropertyKey[] = ['sendToolApproval', 'sendStreamResume'];

/** True for the methods that resume a run by another one of theirs, unless they need the agent's private state. */
const resumesOnThis = (key: PropertyKey, method: Method): boolean =>
  resumers.includes(key) && !Function.prototype.toString.call(method).includes('this.#');

function assertAgent(agent: unknown): asserts agent is object {
  const { generate, stream } = (agent ?? {}) as { readonly generate?: unknown; readonly stream?: unknown };
  if (typeof agent === 'object' && typeof generate === 'function' && typeof stream === 'function') return;
  throw new TypeError(
    `instrumentAgent() takes a Mastra agent, but was given ${describe(agent)}. ` +
      "Pass what `new Agent({ … })` or `mastra.getAgent('…')` returns.",
  );
}

function assertOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return;
  throw new TypeError(`instrumentAgent() takes options as an object, but was given ${describe(options)}.`);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `a ${/^class\b/.test(String(value)) ? 'class' : 'function'}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise (await it first)';
  return 'an object without generate() and stream()';
}
