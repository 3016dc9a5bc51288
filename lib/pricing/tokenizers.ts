/** A family of models that split text into the same tokens. */
interface Family {
  readonly name: string;
  readonly models: RegExp;
}

/** Known families, the more specific ones first. A model of no family shares its tokenizer with no other. */
const families: readonly Family[] = [
  { name: 'o200k', models: /^(?:gpt-(?:4o|4\.1|[5-9])|gpt-oss|chatgpt-4o|o\d)/ },
  { name: 'cl100k', models: /^(?:gpt-4|gpt-3\.5|text-embedding-)/ },
  // Claude Opus 4.7 came with a new tokenizer.
  { name: 'claude-4-7', models: /^claude-(?:opus-4-[7-9]|[a-z]+-[5-9])/ },
  { name: 'claude', models: /^claude-/ },
  { name: 'gemini', models: /^(?:gemini|gemma)-/ },
  { name: 'grok', models: /^grok-/ },
  { name: 'deepseek', models: /^deepseek-/ },
  { name: 'llama-3', models: /^(?:meta-)?llama-?[34]/ },
  { name: 'qwen', models: /^(?:qwen|qwq|qvq)/ },
  { name: 'kimi', models: /^kimi-/ },
  { name: 'glm', models: /^glm-/ },
  {
    name: 'mistral-tekken',
    models: /^(?:mistral-(?:nemo|small|medium|large)|magistral|ministral|devstral|codestral)/,
  },
];

function familyOf(modelId: string): string {
  const model = modelId.toLowerCase().slice(modelId.lastIndexOf('/') + 1);
  const bare = model.replace(/^(?:[a-z-]+\.)+(?=claude-)/, '').replace(/(?<=^claude-.*\d)\.(?=\d)/g, '-');
  return families.find(({ models }) => models.test(bare))?.name ?? bare;
}

/** Returns whether two models are known to split text into the same tokens. */
export const haveSameTokenizer = (a: string, b: string): boolean => familyOf(a) === familyOf(b);
