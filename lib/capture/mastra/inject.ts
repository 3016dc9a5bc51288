import type { SessionPlace } from '../../context/index.ts';
import { isObject } from '../../model/index.ts';
import type { RunOptions } from './options.ts';
import { recordingModel } from './recording-model.ts';
import { isShadowSpan, ShadowSpan } from './shadow-span.ts';

type PrepareStep = (args: unknown) => unknown;

/** An agent, as far as its options are concerned. */
export interface OptionsOwner {
  getDefaultOptions?(context?: { readonly requestContext?: unknown }): unknown;
  getMastraInstance?(): unknown;
}

/**
 * Run options with our eyes in them: a `prepareStep` that sees to it that model calls are recorded, and a span
 * that hears of tools, sub-agents and workflows. The user's own are still there, inside ours.
 */
export function inject(options: RunOptions, place: SessionPlace, agent: OptionsOwner): RunOptions {
  const toolIds = new Map<string, string>();

  const record = (args: unknown, returned: unknown): unknown => {
    if (!isObject(args)) return returned;
    learnToolIds(args.tools, toolIds);
    const chosen = (isObject(returned) ? returned.model : undefined) ?? args.model;
    if (!isModel(chosen)) return returned;
    return { ...(isObject(returned) ? returned : {}), model: recordingModel(chosen, place) };
  };

  return {
    ...options,
    prepareStep: async (args: unknown) => {
      const users = await usersPrepareStep(options, agent);
      return record(args, await users?.(args));
    },
    ...(tracesItself(options, agent)
      ? {}
      : { tracingContext: { currentSpan: ShadowSpan.root({ toolIds }, place) } }),
  };
}

/** The user's own `prepareStep`: of the call, else of the agent's default options, which ours stands before. */
async function usersPrepareStep(options: RunOptions, agent: OptionsOwner): Promise<PrepareStep | undefined> {
  const { prepareStep, requestContext } = options;
  if (typeof prepareStep === 'function') return prepareStep as PrepareStep;
  const defaults = await agent.getDefaultOptions?.(requestContext === undefined ? {} : { requestContext });
  const inDefaults = isObject(defaults) ? defaults.prepareStep : undefined;
  return typeof inDefaults === 'function' ? (inDefaults as PrepareStep) : undefined;
}

/** A Mastra instance, as far as its tracing is concerned. */
interface Observed {
  readonly observability?: { getSelectedInstance?(options: object): unknown };
}

/** True when the user has tracing of their own in place, which a span of ours would displace. */
function tracesItself({ tracingContext, requestContext }: RunOptions, agent: OptionsOwner): boolean {
  const span = isObject(tracingContext) ? tracingContext.currentSpan : undefined;
  if (span !== undefined && !isShadowSpan(span)) return true;
  try {
    const mastra = agent.getMastraInstance?.() as Observed | undefined;
    return mastra?.observability?.getSelectedInstance?.({ requestContext }) !== undefined;
  } catch {
    return true;
  }
}

function learnToolIds(tools: unknown, toolIds: Map<string, string>): void {
  if (!isObject(tools)) return;
  for (const [name, tool] of Object.entries(tools)) {
    if (isObject(tool) && typeof tool.id === 'string') toolIds.set(name, tool.id);
  }
}

const isModel = (value: unknown): value is object =>
  isObject(value) && typeof value.doStream === 'function' && value.specificationVersion !== 'v1';
