import { isObject } from '../../../model/index.ts';
import { isRecordableModel, observabilityOf } from '../agent-capabilities.ts';
import { recordingModel } from '../model/recording-model.ts';
import type { AgentRun } from '../run/agent-run.ts';
import type { RunMethod } from '../run-methods.ts';
import { CaptureSpan, isCaptureSpan } from '../spans/capture-span.ts';
import type { RunOptions } from './call-options.ts';
import { callbacksOf } from './lifecycle-callbacks.ts';
import { modelOption } from './model-option.ts';
import { hooksOf } from './tool-hooks.ts';
import type { TrackedAgent } from './tracked-agent.ts';
import { readUserOptions, type UserOptions, withOriginal } from './user-options.ts';

/**
 * Returns run options with a recording model and a span added. With the user's own tracing, tool hooks replace the
 * span; each added option still applies the user's option of the same name.
 */
export function instrumentOptions(
  options: RunOptions,
  run: AgentRun,
  agent: TrackedAgent,
  method: RunMethod,
): RunOptions {
  if (method.kind === 'network') return options;
  const userOptions = readUserOptions(options, agent, method.legacy);
  const needsCallbacks = !agent.streamsReportEnd || method.legacy !== undefined;
  const callbacks = needsCallbacks ? callbacksOf(options, run, userOptions, method, agent) : {};
  const withCallbacks = { ...options, ...callbacks };
  if (method.legacy) return withCallbacks;

  // Needed where no step reports the tools: in a resumed run, and next to the user's own tracing.
  const tools = agent.configuredTools();
  run.toolNames.learn(tools);
  if (!agent.reportsToSpans) {
    run.toolNames.learnLater(() => agent.getTools?.({ runtimeContext: options.runtimeContext }));
    return { ...withCallbacks, ...recordingStep(options, run, userOptions) };
  }
  if (hasUserTracing(options, agent)) {
    const usesModel = agent.acceptsModelOption && !userOptions.knownSet('prepareStep');
    return {
      ...withCallbacks,
      ...recordingStructuringModel(options, run),
      ...recordingChoice(usesModel, options, run, userOptions, agent),
      hooks: withOriginal(hooksOf(run, userOptions, agent), options.hooks),
    };
  }
  const currentSpan = CaptureSpan.entry(run, run.place, run.record.kind === 'span');
  return {
    ...withCallbacks,
    tracingContext: withOriginal({ currentSpan }, options.tracingContext),
    ...recordingChoice(hasFixedModel(userOptions, agent, tools), options, run, userOptions, agent),
  };
}

/**
 * Returns true for a run in which nothing can choose another model or add tools. It then needs no `prepareStep`, for
 * which Mastra prepares the messages of each step a second time.
 */
const hasFixedModel = (userOptions: UserOptions, agent: TrackedAgent, tools: unknown): boolean =>
  agent.inputProcessors.areUnused &&
  agent.acceptsModelOption &&
  typeof tools !== 'function' &&
  userOptions.knownUnset(['prepareStep', 'inputProcessors', 'toolsets', 'clientTools']);

const recordingChoice = (
  usesModel: boolean,
  options: RunOptions,
  run: AgentRun,
  userOptions: UserOptions,
  agent: TrackedAgent,
): RunOptions =>
  usesModel
    ? { model: withOriginal(modelOption(userOptions, agent, run.modelCalls), options.model) }
    : recordingStep(options, run, userOptions);

/** Returns a `prepareStep` that records the model of each step. */
function recordingStep(options: RunOptions, run: AgentRun, userOptions: UserOptions): RunOptions {
  const prepareStep = async (args: unknown) => {
    const userStep = await userOptions.get('prepareStep');
    const returned: unknown =
      typeof userStep === 'function' ? await run.activity.during(() => userStep(args)) : undefined;
    return withRecordingModel(args, returned, run);
  };
  return { prepareStep: withOriginal(prepareStep, options.prepareStep) };
}

/** Returns the result of the user's `prepareStep` with the model of the step recorded. */
function withRecordingModel(args: unknown, returned: unknown, run: AgentRun): unknown {
  if (!isObject(args)) return returned;
  run.toolNames.learn(args.tools);
  const chosen = (isObject(returned) ? returned.model : undefined) ?? args.model;
  if (!isRecordableModel(chosen)) return returned;
  return { ...(isObject(returned) ? returned : {}), model: recordingModel(chosen, run.modelCalls) };
}

/** Records the model that structures an answer, which only spans report otherwise. */
function recordingStructuringModel({ structuredOutput }: RunOptions, run: AgentRun): RunOptions {
  if (!isObject(structuredOutput) || !isRecordableModel(structuredOutput.model)) return {};
  const model = recordingModel(structuredOutput.model, run.modelCalls);
  return { structuredOutput: { ...structuredOutput, model } };
}

/** Returns true if the user has tracing of their own, which a capture span would replace. */
function hasUserTracing({ tracingContext, requestContext }: RunOptions, agent: TrackedAgent): boolean {
  const span = isObject(tracingContext) ? tracingContext.currentSpan : undefined;
  if (span !== undefined) return !isCaptureSpan(span);
  try {
    return observabilityOf(agent.getMastraInstance?.(), requestContext) !== undefined;
  } catch {
    return true;
  }
}
