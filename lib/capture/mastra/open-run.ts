import { type SessionPlace, sessionScope } from '../../context/index.ts';
import { isObject } from '../../model/index.ts';
import { applyAttributes } from '../apply-attributes.ts';
import { identityOf, type RunOptions, type SplitOptions } from './options/call-options.ts';
import type { TrackedAgent } from './options/tracked-agent.ts';
import { AgentRun } from './run/agent-run.ts';
import type { RunMethod } from './run-methods.ts';
import { isCaptureSpan } from './spans/capture-span.ts';

/** The call of a run method. */
export interface RunCall {
  readonly agent: TrackedAgent;
  readonly method: RunMethod;
  readonly args: readonly unknown[];
  readonly split: SplitOptions;
  /** Whether Mastra reuses the options of an earlier run. The run then belongs to a session of its own. */
  readonly reusesOptions: boolean;
}

/**
 * Opens the run of a call. It is a suspended run, the run of a span in the options, a step of the current session, or
 * else a new session.
 */
export function openRun(call: RunCall): AgentRun {
  const { agent, split, reusesOptions } = call;
  const suspended = resumeSuspended(call);
  if (suspended) return suspended;
  const { tracingContext } = split.options;
  const span = isObject(tracingContext) ? tracingContext.currentSpan : undefined;
  if (isCaptureSpan(span)) {
    applyAttributes(span.place.session, split.sentrial);
    return new AgentRun(span.place, { kind: 'span' }, agent);
  }
  const around = reusesOptions ? undefined : sessionScope.current();
  return around && !around.session.ended ? openStep(call, around) : openSession(call);
}

/** Resumes a run that was suspended in this process. Returns `undefined` for any other call. */
function resumeSuspended(call: RunCall): AgentRun | undefined {
  const { agent, method, split } = call;
  if (method.kind !== 'resume') return undefined;
  const run = agent.suspendedRuns.remove(runIdOf(call));
  if (!run) return undefined;
  run.resume();
  if (method.verdict === 'declined') run.toolCalls.decline(split.options.toolCallId, split.options.reason);
  applyAttributes(run.place.session, split.sentrial);
  return run;
}

function openSession(call: RunCall): AgentRun {
  const { agent, method, split } = call;
  const { agentName, client } = agent;
  const id = runIdOf(call);
  const runId = typeof id === 'string' ? id : undefined;
  const session = client.recorder.openSession({
    name: agentName,
    agentName,
    ...identityOf(split),
    input: inputOf(call),
    ...(split.sentrial.metadata === undefined ? {} : { metadata: split.sentrial.metadata }),
    runId,
    continuesRun: method.kind === 'resume' ? runId : undefined,
    deferrable: true,
  });
  return new AgentRun({ session }, { kind: 'session', session }, agent);
}

function openStep(call: RunCall, { session, parentEventId }: SessionPlace): AgentRun {
  const { agent, split } = call;
  applyAttributes(session, split.sentrial);
  session.setDefaultIdentity(identityOf(split));
  const step = session.startStep({
    kind: 'agent',
    name: agent.agentName,
    parentEventId,
    input: inputOf(call),
  });
  return new AgentRun({ session, parentEventId: step.id }, { kind: 'step', step }, agent);
}

const runIdOf = ({ method, args, split }: RunCall): unknown =>
  method.runIdAt === undefined ? split.options.runId : args[method.runIdAt];

/** Returns the input of a run: messages, the contents of a delivered message or signal, or a verdict. */
function inputOf({ method, args, split }: RunCall): unknown {
  const [first] = args;
  const { runId, toolCallId, reason }: RunOptions = split.options;
  if (method.optionsAt === 0) return { verdict: method.verdict, runId, toolCallId, reason };
  return isObject(first) && 'contents' in first ? first.contents : first;
}
