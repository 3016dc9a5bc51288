import { sessionScope } from '../../context/index.ts';
import { isObject } from '../../model/index.ts';
import { ignoreErrors } from '../../primitives/index.ts';
import { noteRunResult } from '../results/run-results.ts';
import { followPromise, isPlainPromise } from '../results/watch-promise.ts';
import { givesNewPromise } from '../results/watch-result.ts';
import { noteResult } from '../session-url.ts';
import { openRun } from './open-run.ts';
import { type SplitOptions, splitOptions } from './options/call-options.ts';
import { instrumentOptions } from './options/instrument-options.ts';
import type { TrackedAgent } from './options/tracked-agent.ts';
import { alreadyInstrumented, isReusedByQueue, original, rememberRun } from './options/user-options.ts';
import type { AgentRun } from './run/agent-run.ts';
import { outcomeOfError, runStateOf } from './run/run-outcome.ts';
import { ended, type RunState } from './run/run-state.ts';
import type { SuspendedRuns } from './run/suspended-runs.ts';
import type { RunMethod } from './run-methods.ts';

type AgentFunction = (...args: unknown[]) => unknown;

/**
 * Calls a run method of an agent and records the run. Returns and throws what the method returns and throws; if the
 * recording cannot start, the call is made without it.
 *
 * @param target the original agent
 */
export function recordRun(
  agent: TrackedAgent,
  target: object,
  fn: AgentFunction,
  method: RunMethod,
  args: readonly unknown[],
): unknown {
  let started: StartedCall;
  try {
    started = startCall(agent, method, args);
  } catch {
    return fn.apply(target, [...args]);
  }
  const { recording } = started;
  let returned: unknown;
  try {
    returned = sessionScope.run(recording.place, () => fn.apply(target, started.args));
  } catch (error) {
    recording.fail(error);
    throw error;
  }
  return recordReturned(returned, recording, givesNewPromise(fn));
}

interface StartedCall {
  readonly recording: RunRecording;
  /** The arguments with instrumented options. */
  readonly args: unknown[];
}

/** Opens the run of a call and instruments its options. */
function startCall(agent: TrackedAgent, method: RunMethod, args: readonly unknown[]): StartedCall {
  const given = splitOptions(args[method.optionsAt]);
  const isInstrumented = alreadyInstrumented(given.options);
  const reusesOptions = isInstrumented && isReusedByQueue(given.options);
  const split: SplitOptions = isInstrumented ? { ...given, options: original(given.options) } : given;
  const run = openRun({ agent, method, args, split, reusesOptions });
  if (method.kind === 'network') run.watchNetwork();
  const options = instrumentOptions(split.options, run, agent, method);
  rememberRun(options, run);
  const callArgs = [...args];
  callArgs[method.optionsAt] = options;
  return { recording: new RunRecording(run, agent.suspendedRuns, split.options.abortSignal), args: callArgs };
}

/**
 * Records the result of a run method, and returns that result. A promise of the agent is followed, not replaced.
 *
 * @param isNew whether the result is a promise that the method has just created
 */
function recordReturned(returned: unknown, recording: RunRecording, isNew: boolean): unknown {
  const onResult = (result: unknown) => recording.watch(result);
  const onError = (error: unknown) => recording.fail(error);
  if (isPlainPromise(returned)) {
    followPromise(returned, onResult, onError, isNew);
    return returned;
  }
  if (!isThenable(returned)) {
    onResult(returned);
    return returned;
  }
  return returned.then(
    (result) => {
      onResult(result);
      return result;
    },
    (error) => {
      onError(error);
      throw error;
    },
  );
}

/** Records the outcome of one call of a run method. */
export class RunRecording {
  readonly #run: AgentRun;
  readonly #suspendedRuns: SuspendedRuns;
  readonly #signal: unknown;
  readonly #resumeCount: number;
  #streamRunId: string | undefined;

  constructor(run: AgentRun, suspendedRuns: SuspendedRuns, signal: unknown) {
    this.#run = run;
    this.#suspendedRuns = suspendedRuns;
    this.#signal = signal;
    this.#resumeCount = run.resumeCount;
  }

  get place(): AgentRun['place'] {
    return this.#run.place;
  }

  /** Settles the run with its result, at once or when the result's stream has ended. */
  watch(result: unknown): void {
    ignoreErrors(() => {
      noteResult(result, this.#run.place.session);
      const state = runStateOf(result, this.#run, this.#signal);
      if (state instanceof Promise) this.#watchStream(result, state);
      else this.#settle(state);
    });
  }

  /** Settles the run with an error. */
  fail(error: unknown): void {
    this.#settle(ended(outcomeOfError(error, this.#signal)));
  }

  #watchStream(result: unknown, state: Promise<RunState>): void {
    const { runId } = result as { readonly runId?: unknown };
    if (typeof runId === 'string') {
      // The program can resume a run before the recording knows that it is suspended.
      this.#streamRunId = runId;
      this.#suspendedRuns.add(runId, this.#run);
    }
    this.#run.watchIdle();
    noteRunResult(result, (listener) => this.#run.onSettled(listener));
    state.then(
      (settled) => this.#settle(settled),
      (error) => this.fail(error),
    );
  }

  #settle(state: RunState): void {
    ignoreErrors(() => {
      const run = this.#run;
      // A later call has resumed the run and records its outcome.
      if (run.resumeCount !== this.#resumeCount) return;
      if (state.state === 'suspended' && state.runId !== undefined) this.#suspendedRuns.add(state.runId, run);
      else this.#suspendedRuns.remove(this.#streamRunId);
      run.settle(state);
      // The caller that awaits the run continues next.
      run.place.session.persistPending();
    });
  }
}

const isThenable = (value: unknown): value is Promise<unknown> =>
  isObject(value) && typeof (value as { then?: unknown }).then === 'function';
