import { isObject } from '../../../model/index.ts';
import type { StepEnding } from '../../../recorder/index.ts';
import { modelStart } from '../model/model-name.ts';
import { readUsage } from '../model/read-usage.ts';

/** Returns the start of an embedding's step. Each call of an embedding model is a model call without an answer. */
export function embeddingStart(attributes: unknown) {
  const { provider, model } = isObject(attributes) ? attributes : {};
  return modelStart({ provider, modelId: model ?? 'unknown' });
}

/** Returns the usage that the span of an embedding reports. Embeddings have no output tokens. */
export function embeddingEnding(attributes: unknown, provider: string | undefined): StepEnding {
  const { usage } = isObject(attributes) ? attributes : {};
  if (!isObject(usage)) return {};
  const tokens = usage.inputTokens ?? usage.promptTokens ?? usage.tokens;
  return { usage: readUsage({ ...usage, inputTokens: tokens, outputTokens: 0 }, undefined, provider ?? '') };
}
