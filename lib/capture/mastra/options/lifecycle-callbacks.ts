import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { AgentCapabilities } from '../agent-capabilities.ts';
import type { AgentRun } from '../run/agent-run.ts';
import { outcomeOfError, stateOfResult } from '../run/run-outcome.ts';
import { ended } from '../run/run-state.ts';
import type { RunMethod } from '../run-methods.ts';
import type { RunOptions } from './call-options.ts';
import { failureTransform } from './legacy-failure.ts';
import { LegacySteps } from './legacy-steps.ts';
import { type UserOptions, withOriginal } from './user-options.ts';

type Callback = (argument: unknown) => void;

/**
 * Creates callbacks that report the end of a run, and its steps where the model cannot be wrapped. Each one calls the
 * user's own callback afterwards.
 */
export function callbacksOf(
  options: RunOptions,
  run: AgentRun,
  userOptions: UserOptions,
  method: RunMethod,
  agent: Pick<AgentCapabilities, 'getModel'>,
): RunOptions {
  const compose = (name: string, report: Callback) => {
    const callback = async (...args: unknown[]) => {
      ignoreErrors(() => report(args[0]));
      const userCallback = await userOptions.get(name);
      return typeof userCallback === 'function' ? userCallback(...args) : undefined;
    };
    return withOriginal(callback, options[name]);
  };
  const { callbackOutcome } = run;
  const reportFailure = (error: unknown) =>
    callbackOutcome.report(ended(outcomeOfError(error, options.abortSignal)));
  /** A legacy stream of text keeps Mastra's own `onError`, which an option would replace. */
  const failureReport = (): RunOptions => {
    if (method.legacy === 'streamLegacy' && !userOptions.knownSet('output')) {
      const transform = failureTransform(userOptions, reportFailure);
      return { experimental_transform: withOriginal(transform, options.experimental_transform) };
    }
    const onError = compose('onError', (argument) =>
      reportFailure(isObject(argument) && 'error' in argument ? argument.error : argument),
    );
    return { onError };
  };
  return {
    ...(method.legacy ? { onStepFinish: compose('onStepFinish', legacySteps(options, run, agent)) } : {}),
    onFinish: compose('onFinish', (result) => {
      callbackOutcome.emitResult(result);
      if (isObject(result)) callbackOutcome.report(stateOfResult(result, options.abortSignal));
    }),
    ...failureReport(),
    onAbort: compose('onAbort', () =>
      callbackOutcome.report(ended({ status: 'cancelled', reason: 'aborted' })),
    ),
  };
}

function legacySteps(
  options: RunOptions,
  run: AgentRun,
  agent: Pick<AgentCapabilities, 'getModel'>,
): Callback {
  const { requestContext } = options;
  const context = requestContext === undefined ? {} : { requestContext };
  const steps = new LegacySteps(run, agent.getModel(context), options);
  run.callbackOutcome.onResult((result) => steps.recordResult(result));
  return (step) => steps.recordStep(step);
}
