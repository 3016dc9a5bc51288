import { isObject } from '../../../model/index.ts';
import { type AgentCapabilities, isRecordableModel } from '../agent-capabilities.ts';
import { type ModelRun, recordingModel } from '../model/recording-model.ts';
import type { UserOptions } from './user-options.ts';

type ModelOwner = Pick<AgentCapabilities, 'configuredModel' | 'getModel'>;

/** The argument of a function that chooses a model. */
interface ModelContext {
  readonly requestContext?: unknown;
}

/**
 * Creates a `model` option with the run's usual model, whose calls are recorded. Unlike a `prepareStep`, it does not
 * show up as a processor among the user's own spans.
 */
export const modelOption =
  (userOptions: UserOptions, agent: ModelOwner, run: ModelRun) =>
  async (context: ModelContext): Promise<unknown> =>
    recorded((await userOptions.get('model')) ?? agent.configuredModel(), context, agent, run);

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
  if (isRecordableModel(config)) return recordingModel(config, run);
  const { requestContext } = context;
  const resolved = await agent.getModel({ requestContext, modelConfig: config });
  return isRecordableModel(resolved) ? recordingModel(resolved, run) : config;
}
