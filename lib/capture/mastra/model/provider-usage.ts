import { isObject, picoPerUsd } from '../../../model/index.ts';

/** Token counts of one call: all of its input and output, and how much of them was cached or spent on reasoning. */
export interface TokenCounts {
  readonly input?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly output?: number | undefined;
  readonly reasoning?: number | undefined;
}

/** What a provider adds to an answer, by its own name: the `providerMetadata` of a model call. */
export interface ProviderMetadata {
  readonly [provider: string]: unknown;
}

/** The counts of Anthropic's API, which keeps the tokens of its cache apart from those of the input. */
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

/** The counts of Google's API, which keeps the tokens of thoughts apart from those of the answer. */
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

/** What providers tell of caches and reasoning where the usage itself has no place for it. */
export function countsBeside(metadata: ProviderMetadata): TokenCounts {
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

/** How many tokens were written to a cache of Anthropic's that lives for one hour, where it is told. */
export function oneHourWrites(raw: unknown, { anthropic }: ProviderMetadata): number | undefined {
  return (
    ofOneHour(within(raw, 'cache_creation')) ??
    ofOneHour(within(within(anthropic, 'usage'), 'cache_creation')) ??
    ofOneHour(within(anthropic, 'cacheCreation'))
  );
}

const ofOneHour = (detail: Record<string, unknown>): number | undefined =>
  count(detail.ephemeral_1h_input_tokens) ?? count(detail.ephemeral1hInputTokens);

/** How many tokens of a call were audio, where it is told. Audio that was read from a cache counts as cached. */
export interface AudioCounts {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
}

/** The audio in what OpenAI's API and Google's report, as the framework hands it on. */
export function audioCounts(raw: unknown, { google, vertex }: ProviderMetadata): AudioCounts {
  const [own, beside] = [object(raw), within(google ?? vertex, 'usageMetadata')];
  const audioOf = (details: unknown) => ofModality(details, 'AUDIO');
  return {
    input: count(within(raw, 'prompt_tokens_details').audio_tokens) ?? heardBy(own) ?? heardBy(beside),
    output:
      count(within(raw, 'completion_tokens_details').audio_tokens) ??
      audioOf(own.candidatesTokensDetails) ??
      audioOf(beside.candidatesTokensDetails),
  };
}

/** The audio of an input as Google tells it, without what was read from a cache. */
function heardBy({ promptTokensDetails, cacheTokensDetails }: Record<string, unknown>): number | undefined {
  const input = ofModality(promptTokensDetails, 'AUDIO');
  const cached = ofModality(cacheTokensDetails, 'AUDIO') ?? 0;
  return input === undefined ? undefined : Math.max(0, input - cached);
}

function ofModality(details: unknown, modality: string): number | undefined {
  const found = Array.isArray(details)
    ? details.find((detail) => object(detail).modality === modality)
    : undefined;
  return count(object(found).tokenCount);
}

/** What OpenRouter says it charged for a call, in pico-dollars. */
export function reportedPico(metadata: unknown): number | undefined {
  const { cost } = within(object(metadata).openrouter, 'usage');
  const pico = typeof cost === 'number' && cost >= 0 ? Math.round(cost * picoPerUsd) : Number.NaN;
  return Number.isSafeInteger(pico) ? pico : undefined;
}

/** A number of tokens, if the value is one. */
export const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;

/** The sum of a number of tokens and what comes on top of it; unknown if the first is. */
export const sum = (
  base: number | undefined,
  ...more: readonly (number | undefined)[]
): number | undefined =>
  base === undefined ? undefined : more.reduce<number>((total, next) => total + (next ?? 0), base);

const nothing: Record<string, unknown> = Object.freeze({});

const object = (value: unknown): Record<string, unknown> => (isObject(value) ? value : nothing);

const within = (value: unknown, key: string): Record<string, unknown> => object(object(value)[key]);
