import type { ScriptedModelOptions } from './scripted-model.ts';

/** Creates a v3 or v4 usage with the given counts. */
export const nested = (input: object, output: object, raw?: object) => ({
  inputTokens: {
    total: undefined,
    noCache: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
    ...input,
  },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined, ...output },
  ...(raw ? { raw } : {}),
});

export const openai = { provider: 'openai.chat', id: 'gpt-4o' };
export const anthropic = { provider: 'anthropic.messages', id: 'claude-sonnet-4-5' };
const google = { provider: 'google.generative-ai', id: 'gemini-2.5-flash' };
export const openrouter = { provider: 'openrouter', id: 'openai/gpt-4o' };
const bedrock = { provider: 'amazon-bedrock', id: 'anthropic.claude-sonnet-4-5-20250929-v1:0' };

/** Anthropic's raw usage of a call that read 1000 cached tokens and wrote 500, of which 300 for an hour. */
export const anthropicRaw = {
  input_tokens: 20,
  cache_read_input_tokens: 1000,
  cache_creation_input_tokens: 500,
  cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 300 },
  output_tokens: 40,
};
export const anthropicUsage = {
  inputTokens: 20,
  cacheReadTokens: 1000,
  cacheWrite5mTokens: 200,
  cacheWrite1hTokens: 300,
  outputTokens: 40,
};
const googleRaw = {
  promptTokenCount: 100,
  cachedContentTokenCount: 60,
  candidatesTokenCount: 10,
  thoughtsTokenCount: 25,
  totalTokenCount: 135,
};
const googleUsage = { inputTokens: 40, cacheReadTokens: 60, outputTokens: 35, reasoningTokens: 25 };

/** Usage reports for each model specification, with the expected usage. */
export const reports: [string, ScriptedModelOptions, object][] = [
  [
    'v1: prompt and completion',
    { spec: 'v1', ...openai, usage: { promptTokens: 100, completionTokens: 20 } },
    { inputTokens: 100, outputTokens: 20 },
  ],
  [
    'v1: cache and reasoning of OpenAI in the provider metadata',
    {
      spec: 'v1',
      ...openai,
      usage: { promptTokens: 100, completionTokens: 20 },
      providerMetadata: { openai: { cachedPromptTokens: 64, reasoningTokens: 12 } },
    },
    { inputTokens: 36, cacheReadTokens: 64, outputTokens: 20, reasoningTokens: 12 },
  ],
  [
    'v1: cache of Anthropic, excluded from its prompt tokens',
    {
      spec: 'v1',
      ...anthropic,
      usage: { promptTokens: 20, completionTokens: 40 },
      providerMetadata: { anthropic: { cacheReadInputTokens: 1000, cacheCreationInputTokens: 500 } },
    },
    { inputTokens: 20, cacheReadTokens: 1000, cacheWrite5mTokens: 500, outputTokens: 40 },
  ],
  [
    'v2: cache and reasoning of OpenAI, included in input and output',
    {
      spec: 'v2',
      ...openai,
      usage: {
        inputTokens: 100,
        outputTokens: 20,
        totalTokens: 120,
        cachedInputTokens: 64,
        reasoningTokens: 12,
      },
    },
    { inputTokens: 36, cacheReadTokens: 64, outputTokens: 20, reasoningTokens: 12 },
  ],
  [
    'v2: cache of Anthropic, excluded from its input, written for five minutes and for an hour',
    {
      spec: 'v2',
      ...anthropic,
      usage: { inputTokens: 20, outputTokens: 40, totalTokens: 60, cachedInputTokens: 1000 },
      providerMetadata: { anthropic: { usage: anthropicRaw, cacheCreationInputTokens: 500 } },
    },
    anthropicUsage,
  ],
  [
    'v2: cache of Anthropic through Vertex',
    {
      spec: 'v2',
      provider: 'vertex.anthropic.messages',
      id: 'claude-sonnet-4-5@20250929',
      usage: { inputTokens: 20, outputTokens: 40, totalTokens: 60, cachedInputTokens: 1000 },
      providerMetadata: { anthropic: { usage: anthropicRaw, cacheCreationInputTokens: 500 } },
    },
    anthropicUsage,
  ],
  [
    'v2: cache of Bedrock, excluded from its input',
    {
      spec: 'v2',
      ...bedrock,
      usage: { inputTokens: 20, outputTokens: 40, totalTokens: 60, cachedInputTokens: 1000 },
      providerMetadata: { bedrock: { usage: { cacheWriteInputTokens: 500 } } },
    },
    { inputTokens: 20, cacheReadTokens: 1000, cacheWrite5mTokens: 500, outputTokens: 40 },
  ],
  [
    'v2: thoughts of Gemini, excluded from its output',
    {
      spec: 'v2',
      ...google,
      usage: {
        inputTokens: 100,
        outputTokens: 10,
        totalTokens: 135,
        reasoningTokens: 25,
        cachedInputTokens: 60,
      },
    },
    googleUsage,
  ],
  [
    'v2: Gemini with counts only in the metadata',
    {
      spec: 'v2',
      ...google,
      usage: { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined },
      providerMetadata: { google: { usageMetadata: googleRaw } },
    },
    googleUsage,
  ],
  [
    'v2: thoughts of Gemini with a total that includes tool tokens',
    {
      spec: 'v2',
      ...google,
      usage: { inputTokens: 100, outputTokens: 10, totalTokens: 155, reasoningTokens: 25 },
    },
    { inputTokens: 100, outputTokens: 35, reasoningTokens: 25 },
  ],
  [
    'v2: reasoning of xAI, excluded from its output',
    {
      spec: 'v2',
      provider: 'xai.chat',
      id: 'grok-4',
      usage: { inputTokens: 100, outputTokens: 10, totalTokens: 135, reasoningTokens: 25 },
    },
    { inputTokens: 100, outputTokens: 35, reasoningTokens: 25 },
  ],
  [
    'v2: Gemini with reasoning and no output',
    {
      spec: 'v2',
      ...google,
      usage: { inputTokens: 100, outputTokens: undefined, totalTokens: 125, reasoningTokens: 25 },
      providerMetadata: {
        google: { usageMetadata: { promptTokenCount: 100, thoughtsTokenCount: 25, totalTokenCount: 125 } },
      },
    },
    { inputTokens: 100, outputTokens: 25, reasoningTokens: 25 },
  ],
  ...(['v3', 'v4'] as const).flatMap((spec): [string, ScriptedModelOptions, object][] => [
    [
      `${spec}: cache and reasoning of OpenAI`,
      {
        spec,
        ...openai,
        usage: nested(
          { total: 100, noCache: 26, cacheRead: 64, cacheWrite: 10 },
          { total: 20, text: 8, reasoning: 12 },
        ),
      },
      {
        inputTokens: 26,
        cacheReadTokens: 64,
        cacheWrite5mTokens: 10,
        outputTokens: 20,
        reasoningTokens: 12,
      },
    ],
    [
      `${spec}: cache of Anthropic, written for five minutes and for an hour`,
      {
        spec,
        ...anthropic,
        usage: nested(
          { total: 1520, noCache: 20, cacheRead: 1000, cacheWrite: 500 },
          { total: 40 },
          anthropicRaw,
        ),
        providerMetadata: { anthropic: { usage: anthropicRaw, cacheCreationInputTokens: 500 } },
      },
      anthropicUsage,
    ],
    [
      `${spec}: thoughts and cache of Gemini`,
      {
        spec,
        ...google,
        usage: nested(
          { total: 100, noCache: 40, cacheRead: 60 },
          { total: 35, text: 10, reasoning: 25 },
          googleRaw,
        ),
        providerMetadata: { google: { usageMetadata: googleRaw } },
      },
      googleUsage,
    ],
    [
      `${spec}: cache writes of OpenRouter, included in the uncached tokens`,
      {
        spec,
        ...openrouter,
        usage: nested({ total: 100, noCache: 70, cacheRead: 30, cacheWrite: 50 }, { total: 20 }),
      },
      { inputTokens: 20, cacheReadTokens: 30, cacheWrite5mTokens: 50, outputTokens: 20 },
    ],
    [
      `${spec}: audio input and output of OpenAI`,
      {
        spec,
        ...openai,
        usage: nested(
          { total: 100, cacheRead: 20 },
          { total: 50 },
          {
            prompt_tokens_details: { audio_tokens: 30, cached_tokens: 20 },
            completion_tokens_details: { audio_tokens: 40 },
          },
        ),
      },
      {
        inputTokens: 50,
        cacheReadTokens: 20,
        audioInputTokens: 30,
        outputTokens: 10,
        audioOutputTokens: 40,
      },
    ],
    [
      `${spec}: audio of Gemini, some of it cached`,
      {
        spec,
        ...google,
        usage: nested(
          { total: 100, cacheRead: 25 },
          { total: 10 },
          {
            promptTokensDetails: [
              { modality: 'TEXT', tokenCount: 40 },
              { modality: 'AUDIO', tokenCount: 60 },
            ],
            cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 25 }],
          },
        ),
      },
      {
        inputTokens: 40,
        cacheReadTokens: 25,
        audioCacheReadTokens: 25,
        audioInputTokens: 35,
        outputTokens: 10,
      },
    ],
    [
      `${spec}: more cached tokens than input tokens, so that the input excludes them`,
      { spec, ...openai, usage: nested({ total: 20, cacheRead: 1000 }, { total: 5 }) },
      { inputTokens: 20, cacheReadTokens: 1000, outputTokens: 5 },
    ],
    [
      `${spec}: tokens nested twice`,
      {
        spec,
        ...openai,
        usage: {
          inputTokens: { total: { total: 100, cacheRead: 64 } },
          outputTokens: { total: { total: 20, reasoning: 12 } },
        },
      },
      { inputTokens: 36, cacheReadTokens: 64, outputTokens: 20, reasoningTokens: 12 },
    ],
  ]),
];
