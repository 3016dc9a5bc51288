import { type ClientOptions, clientFor } from '../../client/index.ts';
import { partOptions } from './options.ts';
import { recordRun, type TrackedAgent } from './run.ts';

/** What `instrumentAgent()` takes. */
export interface InstrumentOptions extends ClientOptions {
  /**
   * The name sessions are grouped by.
   * @default the agent's `name`, else its `id`
   */
  readonly agentName?: string | undefined;
}

type Method = (...args: unknown[]) => unknown;

/** The run methods of an agent, each with the place of its options among its arguments. */
const runMethods: { readonly [method: string]: { readonly optionsAt: number; readonly recorded: boolean } } =
  {
    generate: { optionsAt: 1, recorded: true },
    stream: { optionsAt: 1, recorded: true },
    streamUntilIdle: { optionsAt: 1, recorded: false },
    generateLegacy: { optionsAt: 1, recorded: false },
    streamLegacy: { optionsAt: 1, recorded: false },
    resumeGenerate: { optionsAt: 1, recorded: false },
    resumeStream: { optionsAt: 1, recorded: false },
    resumeStreamUntilIdle: { optionsAt: 1, recorded: false },
    approveToolCall: { optionsAt: 0, recorded: false },
    approveToolCallGenerate: { optionsAt: 0, recorded: false },
    declineToolCall: { optionsAt: 0, recorded: false },
    declineToolCallGenerate: { optionsAt: 0, recorded: false },
    network: { optionsAt: 1, recorded: false },
    resumeNetwork: { optionsAt: 1, recorded: false },
    approveNetworkToolCall: { optionsAt: 0, recorded: false },
    declineNetworkToolCall: { optionsAt: 0, recorded: false },
  };

const trackedMark = Symbol.for('sentrial.trackedAgent');

/**
 * The agent, with each of its runs recorded: input and answer, model calls, tools, sub-agents, tokens, cost,
 * failures. Use what is returned in place of the agent; the agent itself stays as it is and unrecorded.
 *
 * Runs behave as without it: results, errors, callbacks and timing are the agent's own. Instrumenting an agent
 * that is instrumented already returns it.
 *
 * @param agent a Mastra `Agent`, or what behaves like one
 * @throws {TypeError} when `agent` is no agent
 * @throws {TracerError} when the options cannot be used and `failSilently` is `false`
 *
 * @example
 * ```ts
 * const tracked = instrumentAgent(agent, { agentName: 'customer-support' });
 * const result = await tracked.generate('Look up user USR-123');
 * ```
 */
export function instrumentAgent<A extends object>(agent: A, options: InstrumentOptions = {}): A {
  assertAgent(agent);
  if (trackedMark in agent) return agent;
  const client = clientFor(options);
  const { name, id } = agent as { readonly name?: unknown; readonly id?: unknown };
  const agentName = [options.agentName, name, id].find((value) => typeof value === 'string' && value !== '');
  return track(agent, {
    agentName: (agentName as string | undefined) ?? 'agent',
    client,
    getDefaultOptions: optionalMethod(agent, 'getDefaultOptions'),
    getMastraInstance: optionalMethod(agent, 'getMastraInstance'),
  });
}

/** Methods are bound to the agent itself: it keeps its state in private fields, which a proxy has not. */
function track<A extends object>(agent: A, tracked: TrackedAgent): A {
  const methods = new Map<PropertyKey, { readonly original: unknown; readonly method: unknown }>();
  const proxy: A = new Proxy(agent, {
    get(target, key) {
      if (key === trackedMark) return true;
      const original: unknown = Reflect.get(target, key, target);
      if (original === target) return proxy;
      if (typeof original !== 'function' || key === 'constructor') return original;
      const known = methods.get(key);
      if (known?.original === original) return known.method;
      const method = methodFor(tracked, target, key, original as Method);
      methods.set(key, { original, method });
      return method;
    },
    has: (target, key) => key === trackedMark || Reflect.has(target, key),
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
  return proxy;
}

function methodFor(tracked: TrackedAgent, target: object, key: PropertyKey, original: Method): Method {
  const run = typeof key === 'string' && Object.hasOwn(runMethods, key) ? runMethods[key] : undefined;
  if (!run) return original.bind(target);
  if (run.recorded) return (...args) => recordRun(tracked, target, original, args);
  return (...args) => original.apply(target, withoutOurs(args, run.optionsAt));
}

const withoutOurs = (args: readonly unknown[], at: number): unknown[] =>
  args.map((arg, index) =>
    index === at && typeof arg === 'object' && arg !== null && 'sentrial' in arg
      ? partOptions(arg).options
      : arg,
  );

const optionalMethod = (agent: object, name: string) => {
  const method = (agent as Record<string, unknown>)[name];
  return typeof method === 'function' ? method.bind(agent) : undefined;
};

function assertAgent(agent: unknown): asserts agent is object {
  const { generate, stream } = (agent ?? {}) as { readonly generate?: unknown; readonly stream?: unknown };
  if (typeof agent === 'object' && typeof generate === 'function' && typeof stream === 'function') return;
  throw new TypeError(
    `instrumentAgent() takes a Mastra agent, but was given ${describe(agent)}. ` +
      "Pass what `new Agent({ … })` or `mastra.getAgent('…')` returns.",
  );
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `a ${/^class\b/.test(String(value)) ? 'class' : 'function'}`;
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise (await it first)';
  return 'an object without generate() and stream()';
}
