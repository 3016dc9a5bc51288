/**
 * Tokens of one model call in disjoint parts, so that their sum is the total. Absent parts were not reported
 * or have no tokens.
 */
export interface Usage {
  /** Input tokens at the normal rate: neither cached nor audio. */
  readonly inputTokens: number;
  /** Input tokens read from the provider's cache. */
  readonly cacheReadTokens?: number;
  /** Input tokens written to a cache of five minutes, or to the provider's only cache. */
  readonly cacheWrite5mTokens?: number;
  /** Input tokens written to a cache of one hour. */
  readonly cacheWrite1hTokens?: number;
  /** Uncached audio input tokens. */
  readonly audioInputTokens?: number;
  /** Output tokens without audio, including reasoning. */
  readonly outputTokens: number;
  /** Audio output tokens. */
  readonly audioOutputTokens?: number;
  /** Part of `outputTokens` spent on reasoning. It is not added to the sum. */
  readonly reasoningTokens?: number;
}

/** Returns all input tokens of a call. */
export const promptTokens = (usage: Usage): number =>
  usage.inputTokens +
  (usage.cacheReadTokens ?? 0) +
  (usage.cacheWrite5mTokens ?? 0) +
  (usage.cacheWrite1hTokens ?? 0) +
  (usage.audioInputTokens ?? 0);

/** Returns all output tokens of a call. */
export const completionTokens = (usage: Usage): number => usage.outputTokens + (usage.audioOutputTokens ?? 0);
