import { isObject } from '../../model/index.ts';
import type { SessionEnding } from '../../recorder/index.ts';

/** How a run stands: ended, or suspended until somebody resumes it. */
export type RunState =
  | { readonly state: 'ended'; readonly ending: SessionEnding }
  | { readonly state: 'suspended' };

const ended = (ending: SessionEnding): RunState => ({ state: 'ended', ending });

/** The end of a run that threw. */
export const endingOfThrow = (error: unknown): SessionEnding => ({
  status: 'failed',
  reason: 'error',
  error,
});

/** How a run stands, read from what `generate()` returned. */
export function stateOfResult(result: unknown): RunState {
  if (!isObject(result)) return ended({ status: 'completed', output: result });
  return stateOf({
    finishReason: result.finishReason,
    error: result.error,
    tripwire: result.tripwire,
    runId: result.runId,
    output: result.object ?? result.text,
  });
}

/** A stream's result, as far as it can be read without starting its consumption. */
interface StreamResult {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly tripwire?: unknown;
  readonly runId?: unknown;
  _waitUntilFinished?(): Promise<unknown>;
  _getImmediateText?(): unknown;
  _getImmediateObject?(): unknown;
  _getImmediateFinishReason?(): unknown;
}

/**
 * Waits for the end of a stream without reading from it.
 *
 * @returns `undefined` for a stream that does not tell of its end
 */
export function endOfStream(stream: unknown): Promise<RunState> | undefined {
  const result = stream as StreamResult;
  if (!isObject(stream) || typeof result._waitUntilFinished !== 'function') return undefined;
  const read = (): RunState => {
    if (result.status === 'suspended') return { state: 'suspended' };
    return stateOf({
      finishReason: result.status === 'canceled' ? 'aborted' : result._getImmediateFinishReason?.(),
      error: result.status === 'failed' ? (result.error ?? new Error('the run failed')) : undefined,
      tripwire: result.tripwire,
      runId: result.runId,
      output: result._getImmediateObject?.() ?? result._getImmediateText?.(),
    });
  };
  return result._waitUntilFinished().then(read, (error) => ended(endingOfThrow(error)));
}

function stateOf(run: {
  readonly finishReason: unknown;
  readonly error: unknown;
  readonly tripwire: unknown;
  readonly runId: unknown;
  readonly output: unknown;
}): RunState {
  const { finishReason, error, tripwire } = run;
  const told = { output: run.output, runId: typeof run.runId === 'string' ? run.runId : undefined };
  if (finishReason === 'suspended') return { state: 'suspended' };
  if (finishReason === 'aborted') return ended({ status: 'cancelled', reason: 'aborted', ...told });
  if (isObject(tripwire)) {
    const refusal = Object.assign(new Error(String(tripwire.reason ?? 'blocked')), { name: 'TripWire' });
    refusal.stack = undefined;
    return ended({ status: 'cancelled', reason: 'blocked', ...told, error: refusal });
  }
  if (error !== undefined && error !== null) return ended({ ...endingOfThrow(error), ...told });
  return ended({ status: 'completed', ...told });
}
