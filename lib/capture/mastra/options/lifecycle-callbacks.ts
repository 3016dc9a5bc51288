import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { AgentRun } from '../run/agent-run.ts';
import { endingOfThrow, stateOfResult } from '../run/run-outcome.ts';
import type { EntryPoint } from '../run-methods.ts';
import type { RunOptions } from './call-options.ts';
import { LegacySteps } from './legacy-steps.ts';
import { before, type OptionsOwner, type UserOptions } from './user-options.ts';

type Callback = (told: unknown) => void;

/**
 * Callbacks that tell of a run what nothing else does, each before the user's own: its end, in versions whose
 * streams do not tell it, and its steps, where the model cannot be wrapped.
 */
export function callbacksOf(
  options: RunOptions,
  run: AgentRun,
  users: UserOptions,
  entry: EntryPoint,
  agent: OptionsOwner,
): RunOptions {
  const compose = (name: string, ours: Callback) => {
    const callback = async (...told: unknown[]) => {
      ignoreErrors(() => ours(told[0]));
      const theirs = await users.of(name);
      return typeof theirs === 'function' ? theirs(...told) : undefined;
    };
    return before(callback, options[name]);
  };
  return {
    ...(entry.legacy ? { onStepFinish: compose('onStepFinish', legacySteps(options, run, agent)) } : {}),
    onFinish: compose('onFinish', (result) => {
      run.emitResult(result);
      if (isObject(result)) run.hearEnd(stateOfResult(result, options.abortSignal));
    }),
    onError: compose('onError', (told) => {
      const error = isObject(told) && 'error' in told ? told.error : told;
      run.hearEnd({ state: 'ended', ending: endingOfThrow(error) });
    }),
    onAbort: compose('onAbort', () =>
      run.hearEnd({ state: 'ended', ending: { status: 'cancelled', reason: 'aborted' } }),
    ),
  };
}

function legacySteps({ requestContext }: RunOptions, run: AgentRun, agent: OptionsOwner): Callback {
  const context = requestContext === undefined ? {} : { requestContext };
  const calls = new LegacySteps(run, agent.getModel?.(context));
  run.onResult((result) => calls.whole(result));
  return (step) => calls.step(step);
}
