import { isObject } from '../../../model/index.ts';
import { type ModelRun, recordingModel } from '../model/recording-model.ts';
import type { UserOptions } from './user-options.ts';

/** An agent, as far as its models are concerned. */
export interface ModelOwner {
  readonly model?: unknown;
  getModel?(context?: { readonly requestContext?: unknown; readonly modelConfig?: unknown }): unknown;
}

/** What Mastra hands to a function that chooses a model. */
interface ModelContext {
  readonly requestContext?: unknown;
}

/**
 * A `model` option with the model that the run would have without it, its calls recorded. Where the user traces
 * with Mastra, a `prepareStep` would show up as a processor of its own among their spans; this does not.
 *
 * @param users the user's own options, of the call and by default
 */
export const modelOption =
  (users: UserOptions, agent: ModelOwner, run: ModelRun) =>
  async (context: ModelContext): Promise<unknown> =>
    recorded((await users.of('model')) ?? agent.model, context, agent, run);

async function recorded(
  config: unknown,
  context: ModelContext,
  agent: ModelOwner,
  run: ModelRun,
): Promise<unknown> {
  if (typeof config === 'function') return recorded(await config(context), context, agent, run);
  if (Array.isArray(config)) {
    const entries = config.map(async (entry: unknown) =>
      isObject(entry) && 'model' in entry && entry.enabled !== false
        ? { ...entry, model: await recorded(entry.model, context, agent, run) }
        : entry,
    );
    return Promise.all(entries);
  }
  if (isModel(config)) return recordingModel(config, run);
  const { requestContext } = context;
  const resolved = await agent.getModel?.({ requestContext, modelConfig: config });
  return isModel(resolved) ? recordingModel(resolved, run) : config;
}

/** True for a model whose calls can be recorded. Specification v1 is left alone: Mastra looks at its class. */
export const isModel = (value: unknown): value is object =>
  isObject(value) && typeof value.doStream === 'function' && value.specificationVersion !== 'v1';
