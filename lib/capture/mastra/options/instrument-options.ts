import { isObject } from '../../../model/index.ts';
import { recordingModel } from '../model/recording-model.ts';
import type { TrackedAgent } from '../record-run.ts';
import type { AgentRun } from '../run/agent-run.ts';
import type { EntryPoint } from '../run-methods.ts';
import { CaptureSpan, isCaptureSpan } from '../spans/capture-span.ts';
import type { Observed } from '../spans/tee-span.ts';
import type { RunOptions } from './call-options.ts';
import { callbacksOf } from './lifecycle-callbacks.ts';
import { isModel, modelOption } from './model-option.ts';
import { hooksOf } from './tool-hooks.ts';
import { before, type OptionsOwner, type UserOptions, userOptions } from './user-options.ts';

/**
 * AgentRun options with our eyes in them: a `prepareStep`, or a `model` where that is enough, which sees to it that model
 * calls are recorded, and a span that hears of tools, sub-agents and workflows; beside tracing of the user's own, a
 * `model` and tool hooks, of which their spans show nothing. The user's own options are still there, inside ours.
 */
export function instrumentOptions(
  options: RunOptions,
  run: AgentRun,
  agent: TrackedAgent,
  entry: EntryPoint,
): RunOptions {
  if (entry.kind === 'network') return options;
  const users = userOptions(options, agent);
  const callbacks =
    agent.streamsTellEnd && !entry.legacy ? {} : callbacksOf(options, run, users, entry, agent);
  if (entry.legacy) return { ...options, ...callbacks };

  const prepareStep = before(async (args: unknown) => {
    const theirs = await users.of('prepareStep');
    const returned: unknown = typeof theirs === 'function' ? await run.during(() => theirs(args)) : undefined;
    return recordedStep(args, returned, run);
  }, options.prepareStep);

  // A resumed run begins with a tool, and a run beside their spans has no step that tells of tools.
  const fields = agent.__getOverridableFields?.();
  if (isObject(fields) && typeof fields.tools === 'object') run.learnToolIds(fields.tools);

  const shared = { ...options, ...callbacks };
  const recordedModel = () => ({
    model: before(modelOption(users, agent.models, run), options.model),
  });
  if (!agent.reportsToSpans) {
    run.learnToolIdsFrom(() => agent.getTools?.({ runtimeContext: options.runtimeContext }));
    return { ...shared, prepareStep };
  }
  if (!tracesItself(options, agent)) {
    const currentSpan = CaptureSpan.entry(run, run.place, run.opensStep);
    const seeing = { ...shared, tracingContext: before({ currentSpan }, options.tracingContext) };
    run.learnProcessors(agent.processors);
    return { ...seeing, ...(isBare(users, agent, fields) ? recordedModel() : { prepareStep }) };
  }
  return {
    ...shared,
    ...besideTheirSpans(options, run),
    ...(!users.knownSet('prepareStep') && agent.getConfiguredToolHooks ? recordedModel() : { prepareStep }),
    hooks: before(hooksOf(run, users, agent), options.hooks),
  };
}

/**
 * True for a run in which nothing may choose another model and all tools are known: it need have no `prepareStep`,
 * for which Mastra prepares the messages of each step a second time.
 */
const isBare = (users: UserOptions, agent: TrackedAgent, fields: unknown): boolean =>
  agent.processors.areUsed === false &&
  agent.getConfiguredToolHooks !== undefined &&
  !(isObject(fields) && typeof fields.tools === 'function') &&
  users.knownUnset(['prepareStep', 'inputProcessors', 'toolsets', 'clientTools']);

/** What `prepareStep` returns, with the model of the step recorded. */
function recordedStep(args: unknown, returned: unknown, run: AgentRun): unknown {
  if (!isObject(args)) return returned;
  run.learnToolIds(args.tools);
  const chosen = (isObject(returned) ? returned.model : undefined) ?? args.model;
  if (!isModel(chosen)) return returned;
  return { ...(isObject(returned) ? returned : {}), model: recordingModel(chosen, run) };
}

/** Records the structuring model where the user's spans are told of it, and ours are not. */
function besideTheirSpans({ structuredOutput }: RunOptions, run: AgentRun): RunOptions {
  if (!isObject(structuredOutput) || !isModel(structuredOutput.model)) return {};
  return { structuredOutput: { ...structuredOutput, model: recordingModel(structuredOutput.model, run) } };
}

/** True when the user has tracing of their own in place, which a span of ours would displace. */
function tracesItself({ tracingContext, requestContext }: RunOptions, agent: OptionsOwner): boolean {
  const span = isObject(tracingContext) ? tracingContext.currentSpan : undefined;
  if (span !== undefined) return !isCaptureSpan(span);
  try {
    const mastra = agent.getMastraInstance?.() as Observed | undefined;
    return mastra?.observability?.getSelectedInstance?.({ requestContext }) !== undefined;
  } catch {
    return true;
  }
}
