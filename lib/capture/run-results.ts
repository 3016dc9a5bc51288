import type { StepEnding } from '../recorder/index.ts';

type Told = (ending: StepEnding) => void;

const results = new WeakMap<object, (told: Told) => void>();

/**
 * Notes that a result, such as an agent's stream, is over when its run is, and not when it is returned.
 *
 * @param whenOver calls back once, with how the run has ended
 */
export function noteRunResult(result: unknown, whenOver: (told: Told) => void): void {
  if (typeof result === 'object' && result !== null) results.set(result, whenOver);
}

/** What calls back when the run is over whose result this is. */
export const runOf = (result: unknown): ((told: Told) => void) | undefined =>
  typeof result === 'object' && result !== null ? results.get(result) : undefined;
