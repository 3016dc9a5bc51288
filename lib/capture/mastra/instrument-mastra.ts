import {
  type Client,
  type ClientOptions,
  clientFor,
  clientOptionRules,
  warnAboutOptions,
} from '../../client/index.ts';
import { isObject } from '../../model/index.ts';
import { isTracingDisabled, systemClock } from '../../primitives/index.ts';
import { followPromise, isPlainPromise } from '../results/watch-promise.ts';
import { registeredAgents, registeredWorkflows } from './agent-capabilities.ts';
import { instrumentAgent } from './instrument-agent.ts';
import { instrumentWorkflow, replaceMethod } from './instrument-workflow.ts';
import { InputProcessors } from './options/tracked-agent.ts';
import { suspendedRunsOf } from './run/suspended-runs.ts';

/** The options of {@link instrumentMastra}: those of the client. Sessions take the names of agents and workflows. */
export type InstrumentMastraOptions = ClientOptions;

const mark = Symbol.for('sentrial.trackedMastra');

/**
 * Records every agent and workflow of a `Mastra` instance, also those added later and those that its server, schedules
 * and channels run. Returns the same instance.
 *
 * @param mastra a `Mastra` instance
 * @throws {TypeError} if `mastra` is not a Mastra instance, or `options` is not an object
 * @throws {TracerError} if the options are invalid and `failSilently` is `false`
 *
 * @remarks
 * `getAgent()` then returns an instrumented agent, as {@link instrumentAgent} does. Workflows keep their identity. A
 * run of a workflow outside of a session becomes a session, with its steps as events.
 *
 * @example
 * ```ts
 * export const mastra = instrumentMastra(new Mastra({ agents: { support }, workflows: { refund } }));
 * ```
 */
export function instrumentMastra<M extends object>(mastra: M, options: InstrumentMastraOptions = {}): M {
  assertMastra(mastra);
  if (typeof options !== 'object' || options === null)
    throw new TypeError('instrumentMastra(): `options` is not an object. Pass an object, or leave it out.');
  if (mark in mastra || isTracingDisabled()) return mastra;
  warnAboutOptions('instrumentMastra()', options, clientOptionRules);
  const client = clientFor(options);
  Reflect.defineProperty(mastra, mark, { value: true });
  const instrument = () => {
    trackAgents(mastra, options);
    trackWorkflows(mastra, client);
  };
  instrument();
  // Agents and workflows can be added at any time, also by Mastra itself.
  for (const name of registeringMethods) {
    replaceMethod(
      mastra,
      name,
      (original) =>
        function register(this: unknown, ...args: unknown[]) {
          const returned = original.apply(this, args);
          if (isPlainPromise(returned)) followPromise(returned, instrument, () => undefined, true);
          else instrument();
          return returned;
        },
    );
  }
  return mastra;
}

const registeringMethods = ['addAgent', 'addWorkflow', '__registerFsAgents', '__registerFsWorkflows'];

/** Replaces the agents in the registry of the instance, which all lookups of Mastra read. */
function trackAgents(mastra: object, options: InstrumentMastraOptions): void {
  const agents = registeredAgents(mastra);
  for (const [key, agent] of Object.entries(agents)) {
    if (!isAgent(agent)) continue;
    Reflect.set(agents, key, instrumentAgent(agent, options));
  }
}

const isAgent = (value: unknown): value is object =>
  isObject(value) && typeof value.generate === 'function' && typeof value.stream === 'function';

function trackWorkflows(mastra: object, client: Client): void {
  for (const [key, workflow] of Object.entries(registeredWorkflows(mastra))) {
    if (!isObject(workflow)) continue;
    instrumentWorkflow(workflow, {
      agentName: typeof workflow.id === 'string' && workflow.id !== '' ? workflow.id : key,
      client,
      clock: systemClock,
      suspendedRuns: suspendedRunsOf(client),
      inputProcessors: new InputProcessors(),
      streamsReportEnd: true,
      reportsToSpans: true,
    });
  }
}

function assertMastra(mastra: unknown): asserts mastra is object {
  const { getAgent, getWorkflow } = (mastra ?? {}) as {
    readonly getAgent?: unknown;
    readonly getWorkflow?: unknown;
  };
  if (typeof getAgent === 'function' && typeof getWorkflow === 'function') return;
  throw new TypeError(
    'instrumentMastra(): `mastra` is not a Mastra instance. Pass the result of `new Mastra({ … })`.',
  );
}
