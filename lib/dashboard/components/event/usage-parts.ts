import type { CostParts, Usage } from '../../../model/index.ts';

/** A part of a model call's usage. */
export interface UsagePart {
  readonly name: string;
  readonly tokens: number;
  /** Cost of the part in pico-dollars, if it is known. */
  readonly costPico?: number;
}

/** Returns all tokens of a call. */
export const totalTokens = (usage: Usage): number =>
  usageParts(usage, undefined).reduce((sum, { tokens }) => sum + tokens, 0);

/**
 * Returns the parts of a call's usage with their costs, which add up to the total. Reasoning is a part of its
 * own only when it has its own price.
 */
export function usageParts(usage: Usage, cost: CostParts | undefined): readonly UsagePart[] {
  const reasoning = cost?.reasoning === undefined ? undefined : usage.reasoningTokens;
  const parts: readonly (readonly [string, number | undefined, number | undefined])[] = [
    ['Input', usage.inputTokens, cost?.input],
    ['Input, read from cache', usage.cacheReadTokens, cost?.cacheRead],
    ['Input, written to cache (5 min)', usage.cacheWrite5mTokens, cost?.cacheWrite5m],
    ['Input, written to cache (1 h)', usage.cacheWrite1hTokens, cost?.cacheWrite1h],
    ['Input, audio', usage.audioInputTokens, cost?.audioInput],
    ['Output', usage.outputTokens - (reasoning ?? 0), cost?.output],
    ['Output, reasoning', reasoning, cost?.reasoning],
    ['Output, audio', usage.audioOutputTokens, cost?.audioOutput],
  ];
  return parts.flatMap(([name, tokens, costPico]) =>
    tokens === undefined ? [] : [{ name, tokens, ...(costPico === undefined ? {} : { costPico }) }],
  );
}
