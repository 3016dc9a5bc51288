/** The names of a model and its provider. */
export interface NamedModel {
  readonly provider?: unknown;
  readonly modelId?: unknown;
}

/** Returns the start of a model call's step. Both `openai.responses` and `openai.chat` become `openai`. */
export function modelStart({ provider, modelId }: NamedModel) {
  const short = String(provider ?? 'unknown').split('.')[0] as string;
  const model = String(modelId);
  return { kind: 'llm', name: `llm:${short}:${model}`, provider: short, model } as const;
}
