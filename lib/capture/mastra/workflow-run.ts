import { type SessionPlace, sessionScope } from '../../context/index.ts';
import { isObject } from '../../model/index.ts';
import { ignoreErrors } from '../../primitives/index.ts';
import { followPromise, isPlainPromise } from '../results/watch-promise.ts';
import { identityOf, splitOptions } from './options/call-options.ts';
import type { TrackedAgent } from './options/tracked-agent.ts';
import { AgentRun } from './run/agent-run.ts';
import { outcomeOfError, workflowStateOf } from './run/run-outcome.ts';
import { ended, type RunRecord, type RunState } from './run/run-state.ts';
import { CaptureSpan, isCaptureSpan } from './spans/capture-span.ts';
import { teeSpan } from './spans/tee-span.ts';

/** The parts of an instrumented agent that the runs of a workflow also need. */
export type TrackedWorkflow = Pick<
  TrackedAgent,
  | 'agentName'
  | 'client'
  | 'clock'
  | 'suspendedRuns'
  | 'inputProcessors'
  | 'streamsReportEnd'
  | 'reportsToSpans'
>;

type Method = (...args: unknown[]) => unknown;

/** A call of a method that starts or resumes a run of a workflow. */
export interface WorkflowCall {
  readonly workflow: TrackedWorkflow;
  /** Mastra's own `Run`. */
  readonly target: object;
  readonly method: Method;
  readonly resumes: boolean;
  readonly args: readonly unknown[];
}

/** Calls a method of a workflow's run and records it. Returns and throws what the method returns and throws. */
export function recordWorkflowRun(call: WorkflowCall): unknown {
  const { target, method, args } = call;
  const [options] = args;
  if (!isObject(options)) return method.apply(target, [...args]);
  let run: AgentRun;
  let given: Record<string, unknown>;
  try {
    // Mastra prefers `tracing`, which its streams always set.
    const { tracing = options.tracingContext } = options;
    const context = isObject(tracing) ? tracing : {};
    if (isCaptureSpan(context.currentSpan)) return method.apply(target, [...args]);
    run = openWorkflowRun(call, options);
    const { options: own } = splitOptions(options);
    const tracingContext = { ...context, currentSpan: spanFor(run, context.currentSpan) };
    given = { ...own, tracingContext, ...('tracing' in own ? { tracing: tracingContext } : {}) };
  } catch {
    return method.apply(target, [...args]);
  }
  const settle = settler(run, call.workflow);
  try {
    const returned = sessionScope.run(run.place, () => method.apply(target, [given, ...args.slice(1)]));
    if (isPlainPromise(returned)) {
      const onResult = (result: unknown) => settle(() => workflowStateOf(result, runIdOf(target)));
      const onError = (error: unknown) => settle(() => ended(outcomeOfError(error)));
      followPromise(returned, onResult, onError, true);
    }
    return returned;
  } catch (error) {
    settle(() => ended(outcomeOfError(error)));
    throw error;
  }
}

/** Returns the span to pass to the run. A span of the user's own tracing receives the same reports. */
function spanFor(run: AgentRun, userSpan: unknown): object {
  const span = CaptureSpan.entry(run, run.place, run.record.kind === 'span');
  return isObject(userSpan) ? teeSpan(userSpan, span) : span;
}

/** Returns a function that records the state of the run, unless a later call has resumed it. */
function settler(run: AgentRun, { suspendedRuns }: TrackedWorkflow): (read: () => RunState) => void {
  const { resumeCount } = run;
  return (read) =>
    ignoreErrors(() => {
      const state = read();
      if (run.resumeCount !== resumeCount) return;
      if (state.state === 'suspended' && state.runId !== undefined) suspendedRuns.add(state.runId, run);
      run.settle(state);
      run.place.session.persistPending();
    });
}

/** Opens the run of a call: a suspended run, a step of the current session, or else a new session. */
function openWorkflowRun(call: WorkflowCall, options: Record<string, unknown>): AgentRun {
  const { workflow, target, resumes } = call;
  const runId = runIdOf(target);
  const suspended = resumes ? workflow.suspendedRuns.remove(runId) : undefined;
  suspended?.resume();
  if (suspended) return suspended;
  const around = sessionScope.current();
  if (around && !around.session.ended) return workflowRun(workflow, around, { kind: 'span' });
  const session = openWorkflowSession(call, options, runId);
  return workflowRun(workflow, { session }, { kind: 'session', session });
}

function openWorkflowSession(
  { workflow, target, resumes }: WorkflowCall,
  options: Record<string, unknown>,
  runId: string | undefined,
) {
  const { agentName, client } = workflow;
  const split = splitOptions(options);
  const { resourceId } = target as { readonly resourceId?: unknown };
  return client.recorder.openSession({
    name: agentName,
    agentName,
    ...identityOf({ ...split, options: { resourceId, ...split.options } }),
    input: resumes ? options.resumeData : options.inputData,
    ...(split.sentrial.metadata === undefined ? {} : { metadata: split.sentrial.metadata }),
    runId,
    continuesRun: resumes ? runId : undefined,
    deferrable: true,
  });
}

const workflowRun = (workflow: TrackedWorkflow, place: SessionPlace, record: RunRecord): AgentRun =>
  new AgentRun(place, record, workflow);

function runIdOf(target: object): string | undefined {
  const { runId } = target as { readonly runId?: unknown };
  return typeof runId === 'string' ? runId : undefined;
}
