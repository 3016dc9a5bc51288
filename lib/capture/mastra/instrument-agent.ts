import {
  type ClientOptions,
  clientFor,
  clientOptionRules,
  optionRules,
  warnAboutOptions,
} from '../../client/index.ts';
import { type Clock, isTracingDisabled, systemClock } from '../../primitives/index.ts';
import { capabilitiesOf, resumesThroughThis, routeMessageRuns } from './agent-capabilities.ts';
import type { InstrumentedAgent } from './instrumented-agent.ts';
import { isFixed } from './model/fixed-property.ts';
import { InputProcessors, type TrackedAgent } from './options/tracked-agent.ts';
import { recordRun } from './record-run.ts';
import { suspendedRunsOf } from './run/suspended-runs.ts';
import { runMethodOf } from './run-methods.ts';

/** The options of {@link instrumentAgent}. */
export interface InstrumentOptions extends ClientOptions {
  /**
   * The name that groups the agent's sessions.
   * @default the agent's `name`, else its `id`
   */
  readonly agentName?: string | undefined;
}

const agentOptionRules = { ...clientOptionRules, agentName: optionRules.text };

type Method = (...args: unknown[]) => unknown;

const trackedMark = Symbol.for('sentrial.trackedAgent');

/**
 * Returns an agent whose runs are recorded: model calls, tools, sub-agents, cost and failures. Use it in place of the
 * original, which stays unrecorded; instrumenting it again has no effect.
 *
 * @param agent a Mastra `Agent`, or an object with the same methods
 * @throws {TypeError} if `agent` is not an agent, or `options` is not an object
 * @throws {TracerError} if the options are invalid and `failSilently` is `false`
 *
 * @remarks
 * Results, errors, callbacks and timing are those of the original agent. The original is recorded only in runs that
 * `sendMessage()` or signals start. The methods of a subclass run on the original: their calls on `this` are not
 * recorded.
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
  return instrumentWithClock(agent, options, systemClock);
}

/** Does the same as {@link instrumentAgent} with a given clock for the timers of runs. */
export function instrumentWithClock<A extends object>(
  agent: A,
  options: InstrumentOptions,
  clock: Clock,
): InstrumentedAgent<A> {
  assertAgent(agent);
  if (trackedMark in agent) return agent;
  assertOptions(options);
  if (isTracingDisabled()) return agent;
  warnAboutOptions('instrumentAgent()', options, agentOptionRules);
  const client = clientFor(options);
  const proxy = track(agent, {
    ...capabilitiesOf(agent),
    agentName: nameOf(agent, options),
    client,
    clock,
    suspendedRuns: suspendedRunsOf(client),
    inputProcessors: new InputProcessors(),
  });
  routeMessageRuns(agent, proxy);
  return proxy;
}

function nameOf(agent: object, options: InstrumentOptions): string {
  const { name, id } = agent as { readonly name?: unknown; readonly id?: unknown };
  const candidates: readonly unknown[] = [options.agentName, name, id];
  const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
  return candidates.find(isName) ?? 'agent';
}

/** Wraps an agent in a proxy. Methods are bound to the agent, because a proxy has no access to private fields. */
function track<A extends object>(agent: A, tracked: TrackedAgent): A {
  const methods = new Map<PropertyKey, { readonly original: unknown; readonly method: unknown }>();
  /** Functions that the program assigned to the instrumented agent, such as mocks. They are not wrapped. */
  const assigned = new WeakSet<object>();
  /** Notes an assigned function. If it is the recorded method itself, removes the mock over it and returns true. */
  const isRestored = (target: object, key: PropertyKey, value: unknown): boolean => {
    if (typeof value !== 'function') return false;
    const isRecorded = value === methods.get(key)?.method;
    if (isRecorded) Reflect.deleteProperty(target, key);
    else assigned.add(value);
    return isRecorded;
  };
  const proxy: A = new Proxy(agent, {
    get(target, key) {
      if (key === trackedMark) return true;
      const original: unknown = Reflect.get(target, key, target);
      if (original === target) return isFixed(target, key) ? original : proxy;
      if (typeof original !== 'function' || assigned.has(original) || !isMethod(target, key)) return original;
      const known = methods.get(key);
      if (known?.original === original) return known.method;
      const method = methodFor(tracked, target, proxy, key, original as Method);
      methods.set(key, { original, method });
      return method;
    },
    has: (target, key) => key === trackedMark || Reflect.has(target, key),
    set: (target, key, value) => isRestored(target, key, value) || Reflect.set(target, key, value, target),
    defineProperty: (target, key, property) =>
      isRestored(target, key, property.value) || Reflect.defineProperty(target, key, property),
    // A mocking library looks here for the method that it replaces. It must find the recorded method, not the agent's own.
    getOwnPropertyDescriptor(target, key) {
      const own = Reflect.getOwnPropertyDescriptor(target, key);
      if (own || !runMethodOf(key) || !(key in target) || !Object.isExtensible(target)) return own;
      return { value: Reflect.get(proxy, key), writable: true, enumerable: false, configurable: true };
    },
  });
  return proxy;
}

/** Returns true for a method, including one replaced on the agent itself. Any other own function is a plain value. */
function isMethod(target: object, key: PropertyKey): boolean {
  if (key === 'constructor' || isFixed(target, key)) return false;
  if (runMethodOf(key) || !Object.hasOwn(target, key)) return true;
  return Reflect.has(Object.getPrototypeOf(target) ?? {}, key);
}

function methodFor(
  tracked: TrackedAgent,
  target: object,
  proxy: object,
  key: PropertyKey,
  original: Method,
): Method {
  const runMethod = runMethodOf(key);
  if (!runMethod) return original.bind(resumesThroughThis(key, original) ? proxy : target);
  const method: Method = (...args) => recordRun(tracked, target, original, runMethod, args);
  return Object.defineProperties(method, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
}

function assertAgent(agent: unknown): asserts agent is object {
  const { generate, stream } = (agent ?? {}) as { readonly generate?: unknown; readonly stream?: unknown };
  if (typeof agent === 'object' && typeof generate === 'function' && typeof stream === 'function') return;
  throw new TypeError(
    `instrumentAgent(): \`agent\` is ${describe(agent)}, not a Mastra agent. ` +
      "Pass the result of `new Agent({ … })` or `mastra.getAgent('…')`.",
  );
}

function assertOptions(options: unknown): void {
  if (typeof options === 'object' && options !== null) return;
  throw new TypeError(
    `instrumentAgent(): \`options\` is ${describe(options)}, not an object. ` +
      "Pass for example { agentName: 'support' }, or leave it out.",
  );
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `a ${isClass(value) ? 'class' : 'function'}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise (await it first)';
  return 'an object without generate() and stream()';
}

/** Returns true for a class, whose `prototype` is read-only. */
const isClass = (value: object): boolean =>
  Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
