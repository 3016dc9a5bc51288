import { isObject } from '../../../model/index.ts';

/** The token counts of one call. Cached tokens are part of the input, reasoning tokens part of the output. */
export interface TokenCounts {
  readonly input?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly output?: number | undefined;
  readonly reasoning?: number | undefined;
}

/** The `providerMetadata` of a model call, keyed by provider. */
export interface ProviderMetadata {
  readonly [provider: string]: unknown;
}

/** Reads the counts of Anthropic's API, whose input count excludes cached tokens. */
export function anthropicCounts({ anthropic }: ProviderMetadata): TokenCounts {
  const usage = within(anthropic, 'usage');
  const cacheRead = count(usage.cache_read_input_tokens);
  const cacheWrite = count(usage.cache_creation_input_tokens);
  return {
    input: sum(count(usage.input_tokens), cacheRead, cacheWrite),
    cacheRead,
    cacheWrite,
    output: count(usage.output_tokens),
  };
}

/** Reads the counts of Google's API, whose answer count excludes reasoning tokens. */
export function googleCounts({ google, vertex }: ProviderMetadata): TokenCounts {
  const usage = within(google ?? vertex, 'usageMetadata');
  const reasoning = count(usage.thoughtsTokenCount);
  const answer = count(usage.candidatesTokenCount);
  return {
    input: count(usage.promptTokenCount),
    cacheRead: count(usage.cachedContentTokenCount),
    output: sum(answer ?? reasoning, answer === undefined ? undefined : reasoning),
    reasoning,
  };
}

/** Reads the cache and reasoning counts that providers report outside of the usage. */
export function countsFromMetadata(metadata: ProviderMetadata): TokenCounts {
  const { cacheReadInputTokens, cacheCreationInputTokens } = object(metadata.anthropic);
  const { cachedPromptTokens, reasoningTokens } = object(metadata.openai);
  const { cacheRead, cacheWrite } = anthropicCounts(metadata);
  const bedrock = within(metadata.bedrock, 'usage');
  const openai = within(metadata.openai, 'usage');
  return {
    cacheRead:
      cacheRead ??
      count(cacheReadInputTokens) ??
      count(cachedPromptTokens) ??
      count(bedrock.cacheReadInputTokens),
    cacheWrite:
      cacheWrite ??
      count(cacheCreationInputTokens) ??
      count(openai.cacheWriteTokens) ??
      count(bedrock.cacheWriteInputTokens),
    reasoning: count(reasoningTokens),
  };
}

/** Returns the number of tokens written to Anthropic's one-hour cache, or `undefined` if unknown. */
export function oneHourWrites(raw: unknown, { anthropic }: ProviderMetadata): number | undefined {
  return (
    oneHourTokens(within(raw, 'cache_creation')) ??
    oneHourTokens(within(within(anthropic, 'usage'), 'cache_creation')) ??
    oneHourTokens(within(anthropic, 'cacheCreation'))
  );
}

const oneHourTokens = (detail: Record<string, unknown>): number | undefined =>
  count(detail.ephemeral_1h_input_tokens) ?? count(detail.ephemeral1hInputTokens);

/** The tokens of a call that are not text. */
export interface MediaCounts {
  /** Audio input that was not read from a cache. */
  readonly audioInput?: number | undefined;
  readonly audioCacheRead?: number | undefined;
  readonly audioOutput?: number | undefined;
  readonly imageOutput?: number | undefined;
}

/** Reads the audio and image tokens that OpenAI, OpenRouter and Google report. */
export function mediaCounts(raw: unknown, { google, vertex }: ProviderMetadata): MediaCounts {
  const own = object(raw);
  const metadata = within(google ?? vertex, 'usageMetadata');
  const prompt = within(raw, 'prompt_tokens_details');
  const completion = object(own.completion_tokens_details ?? own.output_tokens_details);
  const outputOf = (modality: string) =>
    ofModality(own.candidatesTokensDetails, modality) ??
    ofModality(metadata.candidatesTokensDetails, modality);
  const cached =
    count(within(prompt, 'cached_tokens_details').audio_tokens) ??
    ofModality(own.cacheTokensDetails, 'AUDIO') ??
    ofModality(metadata.cacheTokensDetails, 'AUDIO');
  const input =
    count(prompt.audio_tokens) ??
    ofModality(own.promptTokensDetails, 'AUDIO') ??
    ofModality(metadata.promptTokensDetails, 'AUDIO');
  return {
    audioInput: input === undefined ? undefined : Math.max(0, input - (cached ?? 0)),
    audioCacheRead: cached,
    audioOutput: count(completion.audio_tokens) ?? outputOf('AUDIO'),
    imageOutput: count(completion.image_tokens) ?? outputOf('IMAGE'),
  };
}

function ofModality(details: unknown, modality: string): number | undefined {
  const found = Array.isArray(details)
    ? details.find((detail) => object(detail).modality === modality)
    : undefined;
  return count(object(found).tokenCount);
}

/** Returns a value as a number of tokens, or `undefined` if it is not one. */
export const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;

/** Adds numbers of tokens. Returns `undefined` if the first number is unknown. */
export const sum = (
  base: number | undefined,
  ...more: readonly (number | undefined)[]
): number | undefined =>
  base === undefined ? undefined : more.reduce<number>((total, next) => total + (next ?? 0), base);

const nothing: Record<string, unknown> = Object.freeze({});

const object = (value: unknown): Record<string, unknown> => (isObject(value) ? value : nothing);

const within = (value: unknown, key: string): Record<string, unknown> => object(object(value)[key]);
