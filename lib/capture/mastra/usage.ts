import { isObject, type Usage } from '../../model/index.ts';

/**
 * The usage a model reported, in disjoint parts.
 *
 * Reads the shapes of the AI SDK's model specifications: v1 (`promptTokens`), v2 (`inputTokens` as a number) and
 * v3 (`inputTokens` as `{ total, noCache, cacheRead, cacheWrite }`). Anthropic's v2 input count leaves out the
 * tokens of its cache; every other provider's includes them.
 *
 * @returns `undefined` when the model reported no tokens: unknown is not 0
 * @see https://github.com/vercel/ai/tree/main/packages/provider/src/language-model
 */
export function readUsage(reported: unknown, providerMetadata: unknown, provider: string): Usage | undefined {
  if (!isObject(reported)) return undefined;
  if (isObject(reported.inputTokens)) return readV3(reported.inputTokens, reported.outputTokens);
  const { raw } = reported;
  if (isObject(raw) && isObject(raw.inputTokens)) return readV3(raw.inputTokens, raw.outputTokens);
  const input = count(reported.inputTokens) ?? count(reported.promptTokens);
  const output = count(reported.outputTokens) ?? count(reported.completionTokens);
  if (input === undefined || output === undefined) return undefined;
  const anthropic = anthropicCache(providerMetadata);
  const cacheRead = count(reported.cachedInputTokens) ?? anthropic.read ?? 0;
  const cacheWrite = anthropic.write ?? 0;
  const excludesCache = provider.startsWith('anthropic');
  return {
    inputTokens: excludesCache ? input : Math.max(0, input - cacheRead - cacheWrite),
    ...part('cacheReadTokens', cacheRead),
    ...part('cacheWrite5mTokens', cacheWrite),
    outputTokens: output,
    ...part('reasoningTokens', count(reported.reasoningTokens)),
  };
}

function readV3(inputTokens: Record<string, unknown>, outputTokens: unknown): Usage | undefined {
  const total = count(inputTokens.total);
  const output = isObject(outputTokens) ? count(outputTokens.total) : count(outputTokens);
  if (total === undefined || output === undefined) return undefined;
  const cacheRead = count(inputTokens.cacheRead) ?? 0;
  const cacheWrite = count(inputTokens.cacheWrite) ?? 0;
  return {
    inputTokens: count(inputTokens.noCache) ?? Math.max(0, total - cacheRead - cacheWrite),
    ...part('cacheReadTokens', cacheRead),
    ...part('cacheWrite5mTokens', cacheWrite),
    outputTokens: output,
    ...part('reasoningTokens', isObject(outputTokens) ? count(outputTokens.reasoning) : undefined),
  };
}

function anthropicCache(providerMetadata: unknown): { readonly read?: number; readonly write?: number } {
  const anthropic = isObject(providerMetadata) ? providerMetadata.anthropic : undefined;
  if (!isObject(anthropic)) return {};
  return { read: count(anthropic.cacheReadInputTokens), write: count(anthropic.cacheCreationInputTokens) };
}

const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;

const part = <K extends keyof Usage>(name: K, tokens: number | undefined): { readonly [key in K]?: number } =>
  (tokens ? { [name]: tokens } : {}) as { readonly [key in K]?: number };
