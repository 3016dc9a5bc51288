/**
 * The tokens of one model call in disjoint parts, each >= 0: no token is in two of them, so their sum is the
 * total. What the provider did not report is absent, and so is a part without tokens.
 */
export interface Usage {
  /** Input tokens at the plain rate: neither cached nor audio. */
  readonly inputTokens: number;
  /** Input tokens read from the provider's cache. */
  readonly cacheReadTokens?: number;
  /** Input tokens written to a cache that lives five minutes, or as long as the provider's only one does. */
  readonly cacheWrite5mTokens?: number;
  /** Input tokens written to a cache that lives one hour. */
  readonly cacheWrite1hTokens?: number;
  /** Input tokens of audio that were not cached. */
  readonly audioInputTokens?: number;
  /** Output tokens but those of audio, reasoning included. */
  readonly outputTokens: number;
  /** Output tokens of audio. */
  readonly audioOutputTokens?: number;
  /** How many of `outputTokens` were spent on reasoning: a remark, no part of the sum. */
  readonly reasoningTokens?: number;
}

/** All input tokens of a call, whatever their rate. */
export const promptTokens = (usage: Usage): number =>
  usage.inputTokens +
  (usage.cacheReadTokens ?? 0) +
  (usage.cacheWrite5mTokens ?? 0) +
  (usage.cacheWrite1hTokens ?? 0) +
  (usage.audioInputTokens ?? 0);

/** All output tokens of a call, whatever their rate. */
export const completionTokens = (usage: Usage): number => usage.outputTokens + (usage.audioOutputTokens ?? 0);
