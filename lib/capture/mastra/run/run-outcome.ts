import { isObject } from '../../../model/index.ts';
import type { SessionEnding } from '../../../recorder/index.ts';
import {
  blockReasonOf,
  type FinishingStream,
  finishingStreamOf,
  hasFailed,
  isNetworkResult,
  isUnreadStream,
  looksAborted,
  type NetworkResult,
  type RunResult,
} from '../agent-capabilities.ts';
import { isAborted } from '../model/aborted.ts';
import type { CallbackOutcome } from './callback-outcome.ts';
import { ended, type RunState } from './run-state.ts';

/** The parts of a run that its outcome is read with. */
export interface OutcomeRun {
  readonly callbackOutcome: Pick<CallbackOutcome, 'usesCallbacks' | 'waitForCallback' | 'emitResult'>;
  recordTotals(totals: unknown): void;
}

/**
 * Returns the outcome of a run that threw.
 *
 * @param signal the abort signal of the run
 */
export const outcomeOfError = (error: unknown, signal?: unknown): SessionEnding =>
  isAborted(signal)
    ? { status: 'cancelled', reason: 'aborted', error }
    : { status: 'failed', reason: 'error', error };

/**
 * Reads the state of a run from the result of its run method. Reads nothing that starts the consumption of a stream.
 *
 * @param signal the abort signal of the run
 * @returns the state, or a promise of it for a stream or a network
 */
export function runStateOf(result: unknown, run: OutcomeRun, signal: unknown): RunState | Promise<RunState> {
  if (!isObject(result)) return ended({ status: 'completed', output: result });
  const { callbackOutcome } = run;
  const stream = finishingStreamOf(result);
  if (stream) {
    const finished = stream._waitUntilFinished().then(
      () => stateOfStream(stream, signal),
      (error) => ended(outcomeOfError(error)),
    );
    // Before 1.60 an abandoned stream never finishes, but its callbacks are called.
    return callbackOutcome.usesCallbacks
      ? Promise.race([finished, callbackOutcome.waitForCallback(stateReader(stream, signal))])
      : finished;
  }
  if (isNetworkResult(result)) return stateOfNetwork(result, run, signal);
  if (isUnreadStream(result)) return callbackOutcome.waitForCallback(stateReader(result, signal));
  callbackOutcome.emitResult(result);
  return stateOfResult(result, signal);
}

function stateOfStream(stream: FinishingStream, signal: unknown): RunState {
  const { status, error, tripwire, runId } = stream;
  if (status === 'suspended') return { state: 'suspended', runId: text(runId) };
  const finishReason = stream._getImmediateFinishReason?.();
  const result = {
    finishReason: status === 'canceled' ? 'aborted' : (finishReason ?? status),
    error: hasFailed(stream, finishReason) ? (error ?? new Error('the run failed')) : undefined,
    tripwire,
    runId,
    object: stream._getImmediateObject?.(),
    text: stream._getImmediateText?.(),
  };
  return stateOfResult(result, signal);
}

/**
 * Returns a function that reads a stream for states that callbacks do not report: suspended and blocked. The stream
 * of a resumed run can start as suspended, so that status is then ignored.
 */
function stateReader(
  stream: RunResult & { readonly status?: unknown },
  signal: unknown,
): () => RunState | undefined {
  const startsSuspended = stream.status === 'suspended';
  return () => {
    const { status, tripwire, tripwireReason, runId } = stream;
    if (status === 'suspended' && !startsSuspended) return { state: 'suspended', runId: text(runId) };
    return tripwire ? stateOfResult({ tripwire, tripwireReason, runId }, signal) : undefined;
  };
}

async function stateOfNetwork(network: NetworkResult, run: OutcomeRun, signal: unknown): Promise<RunState> {
  const [status, result, usage] = await Promise.all([network.status, network.result, network.usage]);
  run.recordTotals(usage);
  const output = isObject(result) ? (result.result ?? result) : result;
  if (status === 'suspended') return { state: 'suspended', runId: text(network.runId) };
  const error = status === 'failed' ? new Error('the network failed') : undefined;
  return stateOfResult({ runId: network.runId, object: output, error }, signal);
}

/**
 * Reads the state of a run from the result of `generate()` or from the argument of a callback.
 *
 * @param signal the abort signal of the run, because some versions of Mastra do not report an abort
 */
export function stateOfResult(result: RunResult, signal?: unknown): RunState {
  const { finishReason, error } = result;
  const runId = text(result.runId);
  const common = { output: result.object ?? result.text, runId };
  if (finishReason === 'suspended') return { state: 'suspended', runId };
  if (finishReason === 'aborted' || (isAborted(signal) && looksAborted(result)))
    return ended({ status: 'cancelled', reason: 'aborted', ...common });
  const blocked = blockReasonOf(result);
  if (blocked) {
    const refusal = Object.assign(new Error(String(blocked)), { name: 'TripWire', stack: undefined });
    return ended({ status: 'cancelled', reason: 'blocked', ...common, error: refusal });
  }
  if (error !== undefined && error !== null) return ended({ ...outcomeOfError(error), ...common });
  if (finishReason === 'interrupted') return ended({ status: 'cancelled', reason: 'interrupted', ...common });
  if (finishReason === 'error')
    return ended({ ...outcomeOfError(new Error('the run failed without an error')), ...common });
  return ended({ status: 'completed', ...common });
}

/**
 * Reads the state of a run of a workflow from its result.
 *
 * @param runId the id of the run
 */
export function workflowStateOf(result: unknown, runId: string | undefined): RunState {
  if (!isObject(result)) return ended({ status: 'completed', output: result });
  const { status, result: output, error, tripwire } = result;
  // A paused run continues with `perStep`, so it can be resumed as well.
  if (status === 'suspended' || status === 'paused') return { state: 'suspended', runId };
  if (status === 'canceled') return ended({ status: 'cancelled', reason: 'aborted', output, runId });
  if (status === 'tripwire' || tripwire)
    return stateOfResult({ tripwire: tripwire ?? true, tripwireReason: 'blocked', object: output, runId });
  if (status === 'failed')
    return ended({ ...outcomeOfError(error ?? new Error('the workflow failed')), runId });
  return ended({ status: 'completed', output, runId });
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
