import { isObject, type Usage } from '../../../model/index.ts';
import {
  type AudioCounts,
  anthropicCounts,
  audioCounts,
  count,
  countsBeside,
  googleCounts,
  oneHourWrites,
  type ProviderMetadata,
  sum,
  type TokenCounts,
} from './provider-usage.ts';
import { countingOf } from './token-counting.ts';

/**
 * The usage a model reported, in disjoint parts.
 *
 * Reads the shapes of the AI SDK's model specifications: v1 (`promptTokens`), v2 (`inputTokens` as a number), v3
 * and v4 (`inputTokens` as `{ total, noCache, cacheRead, cacheWrite }`); where they say nothing, what the
 * provider itself told. No call is made of no tokens at all: a usage of 0 and 0 says nothing.
 *
 * @returns `undefined` when the model reported no tokens: unknown is not 0
 * @see https://github.com/vercel/ai/tree/main/packages/provider/src/language-model
 */
export function readUsage(reported: unknown, providerMetadata: unknown, provider: string): Usage | undefined {
  const usage = isObject(reported) ? reported : {};
  const metadata = isObject(providerMetadata) ? providerMetadata : {};
  const nested = nestedIn(usage);
  const counts =
    telling(nested ? nestedCounts(nested) : flatCounts(usage, metadata, provider)) ??
    telling(anthropicCounts(metadata)) ??
    telling(googleCounts(metadata));
  const raw = (nested ?? usage).raw;
  return counts && toUsage(counts, oneHourWrites(raw, metadata), audioCounts(raw, metadata));
}

/** Counts that say something. */
const telling = (counts: TokenCounts): TokenCounts | undefined =>
  (counts.input ?? Number.NaN) + (counts.output ?? Number.NaN) > 0 ? counts : undefined;

function toUsage(counts: TokenCounts, oneHour: number | undefined, audio: AudioCounts): Usage {
  const { input = 0, cacheRead, cacheWrite, output = 0, reasoning } = counts;
  const uncached = input - (cacheRead ?? 0) - (cacheWrite ?? 0);
  // Who reports more tokens of a cache than of the input has left them out of it.
  const plain = uncached < 0 ? input : uncached;
  const audioInput = audio.input && Math.min(plain, audio.input);
  const audioOutput = audio.output && Math.min(output, audio.output);
  const written = output - (audioOutput ?? 0);
  const cacheWrite1h = oneHour && Math.min(cacheWrite ?? 0, oneHour);
  const usage: MutableUsage = { inputTokens: plain - (audioInput ?? 0), outputTokens: written };
  note(usage, 'cacheReadTokens', cacheRead);
  note(usage, 'cacheWrite5mTokens', cacheWrite && cacheWrite - (cacheWrite1h ?? 0));
  note(usage, 'cacheWrite1hTokens', cacheWrite1h);
  note(usage, 'audioInputTokens', audioInput);
  note(usage, 'audioOutputTokens', audioOutput);
  note(usage, 'reasoningTokens', reasoning && Math.min(reasoning, written));
  return usage;
}

type MutableUsage = { -readonly [part in keyof Usage]: Usage[part] };

/** The AI SDK tells 0 where a provider told nothing, so that 0 says nothing. */
function note(usage: MutableUsage, part: keyof Usage, tokens: number | undefined): void {
  if (tokens) usage[part] = tokens;
}

/** A usage as of v3. Mastra keeps it as `raw` of the one it makes of it. */
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

/** The AI SDK nests the tokens of v3 once more for a model that says it were of v2. */
function innermost(tokens: unknown): Record<string, unknown> {
  if (!isObject(tokens)) return { total: tokens };
  return isObject(tokens.total) ? innermost(tokens.total) : tokens;
}

/** Counts as of v1 and v2, in which each provider counts its own way. */
function flatCounts(
  usage: Record<string, unknown>,
  metadata: ProviderMetadata,
  provider: string,
): TokenCounts {
  const beside = countsBeside(metadata);
  const input = count(usage.inputTokens) ?? count(usage.promptTokens);
  const output = count(usage.outputTokens) ?? count(usage.completionTokens);
  if (!input && !output) return {};
  const cacheRead = count(usage.cachedInputTokens) ?? beside.cacheRead;
  const cacheWrite = count(usage.cacheCreationInputTokens) ?? beside.cacheWrite;
  const reasoning = count(usage.reasoningTokens) ?? beside.reasoning;
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
