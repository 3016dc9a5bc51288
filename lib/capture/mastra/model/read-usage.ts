import { isObject, type Usage } from '../../../model/index.ts';
import {
  anthropicCounts,
  count,
  countsFromMetadata,
  googleCounts,
  type MediaCounts,
  mediaCounts,
  oneHourWrites,
  type ProviderMetadata,
  sum,
  type TokenCounts,
} from './provider-usage.ts';
import { countingOf } from './token-counting.ts';

/**
 * Reads the usage of a model call into disjoint parts. Accepts the AI SDK's model specifications v1 to v4 and falls
 * back to the provider's own metadata.
 *
 * @returns `undefined` if the model reported no tokens
 * @see https://github.com/vercel/ai/tree/main/packages/provider/src/language-model
 */
export function readUsage(reported: unknown, providerMetadata: unknown, provider: string): Usage | undefined {
  const usage = isObject(reported) ? reported : {};
  const metadata = isObject(providerMetadata) ? providerMetadata : {};
  const nested = nestedIn(usage);
  const counts =
    nonZero(nested ? nestedCounts(nested) : flatCounts(usage, metadata, provider)) ??
    nonZero(anthropicCounts(metadata)) ??
    nonZero(googleCounts(metadata));
  const raw = (nested ?? usage).raw;
  return counts && toUsage(counts, oneHourWrites(raw, metadata), mediaCounts(raw, metadata));
}

/** Returns the counts unless they add up to 0, which means unknown. */
const nonZero = (counts: TokenCounts): TokenCounts | undefined =>
  (counts.input ?? Number.NaN) + (counts.output ?? Number.NaN) > 0 ? counts : undefined;

function toUsage(counts: TokenCounts, oneHour: number | undefined, media: MediaCounts): Usage {
  const { input = 0, cacheRead, cacheWrite, output = 0, reasoning } = counts;
  const uncached = input - (cacheRead ?? 0) - (cacheWrite ?? 0);
  // More cached tokens than input tokens: the input count excludes them.
  const plain = uncached < 0 ? input : uncached;
  const { audioInput, audioCacheRead, audioOutput, imageOutput } = limited(media, plain, cacheRead, output);
  const written = output - audioOutput - imageOutput;
  const cacheWrite1h = oneHour && Math.min(cacheWrite ?? 0, oneHour);
  const usage: MutableUsage = { inputTokens: plain - audioInput, outputTokens: written };
  setIfPositive(usage, 'cacheReadTokens', cacheRead);
  setIfPositive(usage, 'audioCacheReadTokens', audioCacheRead);
  setIfPositive(usage, 'cacheWrite5mTokens', cacheWrite && cacheWrite - (cacheWrite1h ?? 0));
  setIfPositive(usage, 'cacheWrite1hTokens', cacheWrite1h);
  setIfPositive(usage, 'audioInputTokens', audioInput);
  setIfPositive(usage, 'audioOutputTokens', audioOutput);
  setIfPositive(usage, 'imageOutputTokens', imageOutput);
  setIfPositive(usage, 'reasoningTokens', reasoning && Math.min(reasoning, written));
  return usage;
}

/** Limits the counts of other media to the counts that contain them. */
function limited(media: MediaCounts, input: number, cacheRead: number | undefined, output: number) {
  const audioOutput = Math.min(output, media.audioOutput ?? 0);
  return {
    audioInput: Math.min(input, media.audioInput ?? 0),
    audioCacheRead: Math.min(cacheRead ?? 0, media.audioCacheRead ?? 0),
    audioOutput,
    imageOutput: Math.min(output - audioOutput, media.imageOutput ?? 0),
  };
}

type MutableUsage = { -readonly [part in keyof Usage]: Usage[part] };
type CountedPart = Exclude<keyof Usage, 'serviceTier' | 'units'>;

/** Sets a part of the usage. The AI SDK reports 0 for an unknown part, so 0 is ignored. */
function setIfPositive(usage: MutableUsage, part: CountedPart, tokens: number | undefined): void {
  if (tokens) usage[part] = tokens;
}

/** Returns the usage in the shape of v3 or v4. Mastra keeps that shape as `raw` of its own usage. */
function nestedIn(usage: Record<string, unknown>): Record<string, unknown> | undefined {
  if (isObject(usage.inputTokens)) return usage;
  const { raw } = usage;
  return isObject(raw) && isObject(raw.inputTokens) ? raw : undefined;
}

function nestedCounts({ inputTokens, outputTokens }: Record<string, unknown>): TokenCounts {
  const input = innermost(inputTokens);
  const output = innermost(outputTokens);
  return {
    input: count(input.total),
    cacheRead: count(input.cacheRead),
    cacheWrite: count(input.cacheWrite),
    output: count(output.total),
    reasoning: count(output.reasoning),
  };
}

/** Returns the innermost token object. The AI SDK nests v3 tokens twice for a model that claims to be v2. */
function innermost(tokens: unknown): Record<string, unknown> {
  if (!isObject(tokens)) return { total: tokens };
  return isObject(tokens.total) ? innermost(tokens.total) : tokens;
}

/** Reads the counts of v1 and v2. Providers differ in what these counts include. */
function flatCounts(
  usage: Record<string, unknown>,
  metadata: ProviderMetadata,
  provider: string,
): TokenCounts {
  const extra = countsFromMetadata(metadata);
  const input = count(usage.inputTokens) ?? count(usage.promptTokens);
  const output = count(usage.outputTokens) ?? count(usage.completionTokens);
  if (!input && !output) return {};
  const cacheRead = count(usage.cachedInputTokens) ?? extra.cacheRead;
  const cacheWrite = count(usage.cacheCreationInputTokens) ?? extra.cacheWrite;
  const reasoning = count(usage.reasoningTokens) ?? extra.reasoning;
  const { inputHasCache, outputHasReasoning } = countingOf(
    isObject(metadata.anthropic) ? 'anthropic' : provider,
    'promptTokens' in usage ? 'v1' : 'v2',
  );
  const hasReasoning =
    outputHasReasoning === 'by-total'
      ? sum(input, output, reasoning) !== count(usage.totalTokens)
      : outputHasReasoning;
  return {
    input: inputHasCache ? input : sum(input, cacheRead, cacheWrite),
    cacheRead,
    cacheWrite,
    output: hasReasoning ? output : sum(output, reasoning),
    reasoning,
  };
}
