import { isObject } from '../../model/index.ts';
import { callbacksOf } from './callbacks.ts';
import type { EntryPoint } from './entry-points.ts';
import { isModel, modelOption } from './model-option.ts';
import type { RunOptions } from './options.ts';
import type { TrackedAgent } from './record-run.ts';
import { recordingModel } from './recording-model.ts';
import type { Run } from './run.ts';
import { isShadowSpan, ShadowSpan } from './shadow-span.ts';
import { hooksOf } from './tool-hooks.ts';
import { before, type OptionsOwner, usersOptions } from './users-options.ts';

/**
 * Run options with our eyes in them: a `prepareStep` that sees to it that model calls are recorded, and a span
 * that hears of tools, sub-agents and workflows; beside tracing of the user's own, a `model` and tool hooks, of
 * which their spans show nothing. The user's own options are still there, inside ours.
 */
export function inject(options: RunOptions, run: Run, agent: TrackedAgent, entry: EntryPoint): RunOptions {
  if (entry.kind === 'network') return options;
  const usersOf = usersOptions(options, agent);
  const callbacks =
    agent.streamsTellEnd && !entry.legacy ? {} : callbacksOf(options, run, usersOf, entry, agent);
  if (entry.legacy) return { ...options, ...callbacks };

  const prepareStep = before(async (args: unknown) => {
    const users = await usersOf('prepareStep');
    const returned: unknown = typeof users === 'function' ? await run.during(() => users(args)) : undefined;
    return recordedStep(args, returned, run);
  }, options.prepareStep);

  // A resumed run begins with a tool, and a run beside their spans has no step that tells of tools.
  const fields = agent.__getOverridableFields?.();
  if (isObject(fields) && typeof fields.tools === 'object') run.learnToolIds(fields.tools);

  const shared = { ...options, ...callbacks };
  if (!agent.reportsToSpans) {
    run.learnToolIdsFrom(() => agent.getTools?.({ runtimeContext: options.runtimeContext }));
    return { ...shared, prepareStep };
  }
  if (!tracesItself(options, agent)) {
    const currentSpan = ShadowSpan.entry(run, run.place, run.opensStep);
    return { ...shared, prepareStep, tracingContext: before({ currentSpan }, options.tracingContext) };
  }
  return {
    ...shared,
    ...besideTheirSpans(options, run),
    ...(options.prepareStep === undefined && agent.getConfiguredToolHooks
      ? { model: before(modelOption(options.model, agent.models, run), options.model) }
      : { prepareStep }),
    hooks: before(hooksOf(run, usersOf, agent), options.hooks),
  };
}

/** What `prepareStep` returns, with the model of the step recorded. */
function recordedStep(args: unknown, returned: unknown, run: Run): unknown {
  if (!isObject(args)) return returned;
  run.learnToolIds(args.tools);
  const chosen = (isObject(returned) ? returned.model : undefined) ?? args.model;
  if (!isModel(chosen)) return returned;
  return { ...(isObject(returned) ? returned : {}), model: recordingModel(chosen, run) };
}

/** Records the structuring model where the user's spans are told of it, and ours are not. */
function besideTheirSpans({ structuredOutput }: RunOptions, run: Run): RunOptions {
  if (!isObject(structuredOutput) || !isModel(structuredOutput.model)) return {};
  return { structuredOutput: { ...structuredOutput, model: recordingModel(structuredOutput.model, run) } };
}

/** A Mastra instance, as far as its tracing is concerned. */
interface Observed {
  readonly observability?: { getSelectedInstance?(options: object): unknown };
}

/** True when the user has tracing of their own in place, which a span of ours would displace. */
function tracesItself({ tracingContext, requestContext }: RunOptions, agent: OptionsOwner): boolean {
  const span = isObject(tracingContext) ? tracingContext.currentSpan : undefined;
  if (span !== undefined) return !isShadowSpan(span);
  try {
    const mastra = agent.getMastraInstance?.() as Observed | undefined;
    return mastra?.observability?.getSelectedInstance?.({ requestContext }) !== undefined;
  } catch {
    return true;
  }
}
