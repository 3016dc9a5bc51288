import type { Client } from '../../client/index.ts';
import { type SessionPlace, sessionScope } from '../../context/index.ts';
import { isObject, keepOne } from '../../model/index.ts';
import { ignoreErrors } from '../../primitives/index.ts';
import { muteSession } from '../../recorder/index.ts';
import { applyAttributes } from '../apply-attributes.ts';
import { givesNewPromise } from '../functions/record-call.ts';
import { followPromise, isPlainPromise } from '../results/watch-promise.ts';
import { noteRunResult } from '../run-results.ts';
import { identityOf, type PartedOptions, partOptions, type RunOptions } from './options/call-options.ts';
import { instrumentOptions } from './options/instrument-options.ts';
import type { ModelOwner } from './options/model-option.ts';
import {
  alreadyInstrumented,
  isReusedByQueue,
  noteRun,
  type OptionsOwner,
  original,
} from './options/user-options.ts';
import { type AgentCapabilities, AgentRun } from './run/agent-run.ts';
import { endingOfThrow, endOf, type RunState } from './run/run-outcome.ts';
import type { SuspendedRuns } from './run/suspended-runs.ts';
import type { EntryPoint } from './run-methods.ts';
import { CaptureSpan, isCaptureSpan } from './spans/capture-span.ts';

type RunMethod = (...args: unknown[]) => unknown;

/** An agent in the hands of the code that records its runs. */
export interface TrackedAgent extends OptionsOwner, AgentCapabilities {
  readonly agentName: string;
  readonly client: Client;
  readonly suspended: SuspendedRuns;
  /** The agent itself, for its models as they are at the time of a call. */
  readonly models: ModelOwner;
  /** Whether steps of its runs pass through input processors, as far as a run has shown it. */
  readonly processors: { areUsed?: boolean };
}

/**
 * Calls a run method of an agent and records the run: as a session, or as a step where it is called inside of
 * one. Returns and throws what the method returns and throws. If recording cannot begin, the call goes through
 * unrecorded.
 */
export function recordRun(
  agent: TrackedAgent,
  target: object,
  method: RunMethod,
  entry: EntryPoint,
  args: readonly unknown[],
): unknown {
  let run: AgentRun;
  let signal: unknown;
  let liveId: string | undefined;
  const callArgs = [...args];
  try {
    const given = partOptions(args[entry.optionsAt]);
    const another = alreadyInstrumented(given.options);
    const reused = another && isReusedByQueue(given.options);
    const parted = another ? { ...given, options: original(given.options) } : given;
    signal = parted.options.abortSignal;
    run = openRun(agent, entry, args, parted, reused);
    if (entry.kind === 'network') run.watchNetwork();
    const options = instrumentOptions(parted.options, run, agent, entry);
    noteRun(options, run);
    callArgs[entry.optionsAt] = options;
  } catch {
    return method.apply(target, [...args]);
  }
  const { turn } = run;
  const settle = (state: RunState) =>
    ignoreErrors(() => {
      // It was resumed before it was noticed that it is suspended: that call tells of its end.
      if (run.turn !== turn) return;
      if (state.state === 'suspended' && state.runId !== undefined) agent.suspended.keep(state.runId, run);
      else agent.suspended.take(liveId);
      run.settle(state);
      // Whoever awaits the run goes on next.
      run.place.session.persistPending();
    });
  const fail = (error: unknown) => settle({ state: 'ended', ending: endingOfThrow(error, signal) });
  const watch = (result: unknown) =>
    ignoreErrors(() => {
      const end = endOf(result, run, signal);
      if (!(end instanceof Promise)) return settle(end);
      liveId = text((result as { readonly runId?: unknown }).runId);
      if (liveId !== undefined) agent.suspended.keep(liveId, run);
      run.watchIdle();
      noteRunResult(result, (told) => run.whenOver(told));
      end.then(settle, fail);
    });

  let returned: unknown;
  try {
    returned = run.within(() => method.apply(target, callArgs));
  } catch (error) {
    fail(error);
    throw error;
  }
  if (isPlainPromise(returned)) {
    followPromise(returned, watch, fail, givesNewPromise(method));
    return returned;
  }
  if (!isThenable(returned)) {
    watch(returned);
    return returned;
  }
  return returned.then(
    (result) => {
      watch(result);
      return result;
    },
    (error) => {
      fail(error);
      throw error;
    },
  );
}

function openRun(
  agent: TrackedAgent,
  entry: EntryPoint,
  args: readonly unknown[],
  parted: PartedOptions,
  reused: boolean,
): AgentRun {
  const { tracingContext, runId: runIdOption } = parted.options;
  const runId = entry.runIdAt === undefined ? runIdOption : args[entry.runIdAt];
  if (entry.kind === 'resume') {
    const suspended = agent.suspended.take(runId);
    suspended?.resume();
    if (entry.verdict === 'declined')
      suspended?.tools.declined(parted.options.toolCallId, parted.options.reason);
    if (suspended) {
      applyAttributes(suspended.place.session, parted.ours);
      return suspended;
    }
  }
  const input = inputOf(entry, args[0], parted.options);
  const span = isObject(tracingContext) ? tracingContext.currentSpan : undefined;
  if (isCaptureSpan(span)) {
    applyAttributes(span.place.session, parted.ours);
    return new AgentRun(span.place, { kind: 'span' }, agent);
  }
  const around = reused ? undefined : sessionScope.current();
  return around && !around.session.ended
    ? openStep(agent, input, parted, around)
    : openSession(agent, input, parted, {
        runId: text(runId),
        continuesRun: entry.kind === 'resume' ? text(runId) : undefined,
      });
}

/** What a run was given: messages, the contents of a message or signal that Mastra delivers, or a verdict. */
function inputOf(entry: EntryPoint, first: unknown, { runId, toolCallId, reason }: RunOptions): unknown {
  if (entry.optionsAt === 0) return { verdict: entry.verdict, runId, toolCallId, reason };
  return isObject(first) && 'contents' in first ? first.contents : first;
}

function openSession(
  agent: TrackedAgent,
  input: unknown,
  parted: PartedOptions,
  runs: { readonly runId: string | undefined; readonly continuesRun: string | undefined },
): AgentRun {
  const { agentName, client } = agent;
  const session = client.recorder.openSession({
    name: agentName,
    agentName,
    ...identityOf(parted),
    input,
    ...(parted.ours.metadata === undefined ? {} : { metadata: parted.ours.metadata }),
    ...runs,
    deferrable: true,
  });
  return new AgentRun({ session }, { kind: 'session', session }, agent);
}

function openStep(
  agent: TrackedAgent,
  input: unknown,
  parted: PartedOptions,
  around: SessionPlace,
): AgentRun {
  const { session, parentEventId } = around;
  applyAttributes(session, parted.ours);
  session.setDefaultIdentity(identityOf(parted));
  const step = session.startStep({ kind: 'agent', name: agent.agentName, parentEventId, input });
  return new AgentRun({ session, parentEventId: step.id }, { kind: 'step', step }, agent);
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const isThenable = (value: unknown): value is Promise<unknown> =>
  isObject(value) && typeof (value as { then?: unknown }).then === 'function';

const mutePlace = { session: muteSession };
const muteAgent = { streamsTellEnd: true, reportsToSpans: true };
const muteRun = new AgentRun(mutePlace, { kind: 'session', session: muteSession }, muteAgent);
keepOne(CaptureSpan.entry(muteRun, mutePlace, false));
