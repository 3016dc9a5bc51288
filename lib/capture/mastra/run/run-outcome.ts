import { isObject } from '../../../model/index.ts';
import type { SessionEnding } from '../../../recorder/index.ts';
import { isAborted } from '../model/aborted.ts';
import type { AgentRun } from './agent-run.ts';
import { recordTotals } from './network-totals.ts';

/** How a run stands: ended, or suspended until somebody resumes it. */
export type RunState =
  | { readonly state: 'ended'; readonly ending: SessionEnding }
  | { readonly state: 'suspended'; readonly runId: string | undefined };

const ended = (ending: SessionEnding): RunState => ({ state: 'ended', ending });

/**
 * The end of a run that threw.
 *
 * @param signal by which it may have been aborted
 */
export const endingOfThrow = (error: unknown, signal?: unknown): SessionEnding =>
  isAborted(signal)
    ? { status: 'cancelled', reason: 'aborted', error }
    : { status: 'failed', reason: 'error', error };

/** What `generate()` and its like return, or what its streams tell in the end. */
interface RunResult {
  readonly finishReason?: unknown;
  readonly error?: unknown;
  readonly tripwire?: unknown;
  readonly tripwireReason?: unknown;
  readonly runId?: unknown;
  readonly object?: unknown;
  readonly text?: unknown;
}

/** A stream's result, as far as it can be read without starting its consumption. */
interface StreamResult {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly tripwire?: unknown;
  readonly runId?: unknown;
  _waitUntilFinished(): Promise<unknown>;
  _getImmediateText?(): unknown;
  _getImmediateObject?(): unknown;
  _getImmediateFinishReason?(): unknown;
}

/** The result of an agent network, which goes on without a reader. */
interface NetworkResult {
  readonly runId?: unknown;
  readonly status: Promise<unknown>;
  readonly result: Promise<unknown>;
  readonly usage: Promise<unknown>;
}

/**
 * How a run stands that has returned `result`: at once, or when its stream has ended. Reads from no stream.
 *
 * @param signal by which the run may have been aborted
 */
export function endOf(result: unknown, run: AgentRun, signal: unknown): RunState | Promise<RunState> {
  if (!isObject(result)) return ended({ status: 'completed', output: result });
  const stream = streamOf(result);
  if (stream) {
    const told = stream._waitUntilFinished().then(() => stateOfStream(stream, signal), failed);
    // Before 1.60 a stream that its reader leaves never comes to its end; the callbacks do.
    return run.usesCallbacks ? Promise.race([told, run.waitForCallback(lookAt(stream, signal))]) : told;
  }
  if (isNetwork(result)) return stateOfNetwork(result, run, signal);
  if (isUnreadStream(result)) return run.waitForCallback(lookAt(result, signal));
  run.emitResult(result);
  return stateOfResult(result, signal);
}

/** A stream that tells of its end; a durable agent returns it beside other things. */
function streamOf(result: Record<string, unknown>): StreamResult | undefined {
  for (const candidate of [result, result.output]) {
    if (isObject(candidate) && typeof candidate._waitUntilFinished === 'function') {
      return candidate as unknown as StreamResult;
    }
  }
  return undefined;
}

/** A getter of a stream's result starts its consumption, so that none is read. */
const isUnreadStream = (result: object): boolean => 'textStream' in result || 'fullStream' in result;

const isNetwork = (result: object): result is NetworkResult & object =>
  result instanceof ReadableStream && 'usage' in result && 'status' in result;

const failed = (error: unknown): RunState => ended(endingOfThrow(error));

function stateOfStream(stream: StreamResult, signal: unknown): RunState {
  const { status, error, tripwire, runId } = stream;
  if (status === 'suspended') return { state: 'suspended', runId: text(runId) };
  const finishReason = stream._getImmediateFinishReason?.();
  // Before 1.60 a run that has failed has the status of a success.
  const hasFailed = status === 'failed' || (finishReason === 'error' && error !== undefined);
  const told = {
    finishReason: status === 'canceled' ? 'aborted' : (finishReason ?? status),
    error: hasFailed ? (error ?? new Error('the run failed')) : undefined,
    tripwire,
    runId,
    object: stream._getImmediateObject?.(),
    text: stream._getImmediateText?.(),
  };
  return stateOfResult(told, signal);
}

/**
 * Looks at a stream that does not tell of its end, for what callbacks do not tell either. The stream of a resumed
 * run may begin with the status in which the run was suspended.
 */
function lookAt(
  stream: RunResult & { readonly status?: unknown },
  signal: unknown,
): () => RunState | undefined {
  const resumed = stream.status === 'suspended';
  return () => {
    const { status, tripwire, tripwireReason, runId } = stream;
    if (status === 'suspended' && !resumed) return { state: 'suspended', runId: text(runId) };
    return tripwire ? stateOfResult({ tripwire, tripwireReason, runId }, signal) : undefined;
  };
}

async function stateOfNetwork(network: NetworkResult, run: AgentRun, signal: unknown): Promise<RunState> {
  const [status, result, usage] = await Promise.all([network.status, network.result, network.usage]);
  recordTotals('network', usage, run);
  const output = isObject(result) ? (result.result ?? result) : result;
  if (status === 'suspended') return { state: 'suspended', runId: text(network.runId) };
  const error = status === 'failed' ? new Error('the network failed') : undefined;
  return stateOfResult({ runId: network.runId, object: output, error }, signal);
}

/**
 * How a run stands, read from what `generate()` returned or a callback was told.
 *
 * @param signal by which the run may have been aborted: not all versions say so
 */
export function stateOfResult(result: RunResult, signal?: unknown): RunState {
  const { finishReason, error, tripwire } = result;
  const runId = text(result.runId);
  const told = { output: result.object ?? result.text, runId };
  if (finishReason === 'suspended') return { state: 'suspended', runId };
  if (finishReason === 'aborted' || (isAborted(signal) && mayBeAborted(result)))
    return ended({ status: 'cancelled', reason: 'aborted', ...told });
  const blocked = isObject(tripwire) ? (tripwire.reason ?? 'blocked') : tripwire && result.tripwireReason;
  if (blocked) {
    const refusal = Object.assign(new Error(String(blocked)), { name: 'TripWire', stack: undefined });
    return ended({ status: 'cancelled', reason: 'blocked', ...told, error: refusal });
  }
  if (error !== undefined && error !== null) return ended({ ...endingOfThrow(error), ...told });
  return ended({ status: 'completed', ...told });
}

/** Up to 1.69 a run that was aborted has no finish reason, or a tripwire that no processor has tripped. */
const mayBeAborted = ({ finishReason, tripwire }: RunResult): boolean =>
  tripwire ? isObject(tripwire) && tripwire.processorId === undefined : finishReason === undefined;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
