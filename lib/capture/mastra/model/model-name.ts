/** A model, as far as it names itself. */
export interface NamedModel {
  readonly provider?: unknown;
  readonly modelId?: unknown;
}

/** The start of a model call's step. `openai.responses` and `openai.chat` are both `openai`. */
export function modelStart({ provider, modelId }: NamedModel) {
  const short = String(provider ?? 'unknown').split('.')[0] as string;
  const model = String(modelId);
  return { kind: 'llm', name: `llm:${short}:${model}`, provider: short, model } as const;
}
