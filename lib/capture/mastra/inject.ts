import { isObject } from '../../model/index.ts';
import { callbacksOf } from './callbacks.ts';
import type { EntryPoint } from './entry-points.ts';
import type { RunOptions } from './options.ts';
import type { TrackedAgent } from './record-run.ts';
import { recordingModel } from './recording-model.ts';
import type { Run } from './run.ts';
import { isShadowSpan, ShadowSpan } from './shadow-span.ts';
import { hooksOf } from './tool-hooks.ts';
import { before, type OptionsOwner, usersOptions } from './users-options.ts';

/**
 * Run options with our eyes in them: a `prepareStep` that sees to it that model calls are recorded, and a span
 * that hears of tools, sub-agents and workflows. The user's own are still there, inside ours.
 */
export function inject(options: RunOptions, run: Run, agent: TrackedAgent, entry: EntryPoint): RunOptions {
  if (entry.kind === 'network') return options;
  const usersOf = usersOptions(options, agent);
  const callbacks =
    agent.streamsTellEnd && !entry.legacy ? {} : callbacksOf(options, run, usersOf, entry, agent);
  if (entry.legacy) return { ...options, ...callbacks };

  const record = (args: unknown, returned: unknown): unknown => {
    if (!isObject(args)) return returned;
    run.learnToolIds(args.tools);
    const chosen = (isObject(returned) ? returned.model : undefined) ?? args.model;
    if (!isModel(chosen)) return returned;
    return { ...(isObject(returned) ? returned : {}), model: recordingModel(chosen, run) };
  };
  const prepareStep = async (args: unknown) => {
    const users = await usersOf('prepareStep');
    const returned: unknown = typeof users === 'function' ? await users(args) : undefined;
    return record(args, returned);
  };

  return {
    ...options,
    ...callbacks,
    prepareStep: before(prepareStep, options.prepareStep),
    ...eyesOnTools(options, run, agent, usersOf),
  };
}

function eyesOnTools(
  options: RunOptions,
  run: Run,
  agent: TrackedAgent,
  usersOf: (option: string) => Promise<unknown>,
): RunOptions {
  if (!agent.reportsToSpans) return {};
  if (!tracesItself(options, agent)) {
    const currentSpan = ShadowSpan.entry(run, run.place, run.opensStep);
    return { tracingContext: before({ currentSpan }, options.tracingContext) };
  }
  const { structuredOutput } = options;
  const structuring = isObject(structuredOutput) ? structuredOutput.model : undefined;
  return {
    hooks: before(hooksOf(run, usersOf, agent), options.hooks),
    ...(isObject(structuredOutput) && isModel(structuring)
      ? { structuredOutput: { ...structuredOutput, model: recordingModel(structuring, run) } }
      : {}),
  };
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

const isModel = (value: unknown): value is object =>
  isObject(value) && typeof value.doStream === 'function' && value.specificationVersion !== 'v1';
