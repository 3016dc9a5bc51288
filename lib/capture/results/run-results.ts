import type { StepEnding } from '../../recorder/index.ts';

type OnOver = (ending: StepEnding) => void;

const results = new WeakMap<object, (onOver: OnOver) => void>();

/**
 * Marks a result, such as an agent's stream, as ending with its run, not with its return.
 *
 * @param whenOver registers a callback for the end of the run
 */
export function noteRunResult(result: unknown, whenOver: (onOver: OnOver) => void): void {
  if (typeof result === 'object' && result !== null) results.set(result, whenOver);
}

/** Returns the function that registers a callback for the end of the result's run. */
export const runOf = (result: unknown): ((onOver: OnOver) => void) | undefined =>
  typeof result === 'object' && result !== null ? results.get(result) : undefined;
