/** Work that providers bill apart from tokens. Each name is a field of {@link Usage.units}. */
export const billedUnits = [
  'webSearches',
  'webSearchPreviews',
  'fileSearches',
  'codeExecutions',
  'groundedPrompts',
  'groundedQueries',
  'mapsPrompts',
  'searchSources',
  'searchQueries',
  'citationTokens',
  'requests',
  'requestsLow',
  'requestsMedium',
  'requestsHigh',
  'generatedImages',
  'inputSeconds',
  'inputCharacters',
  'otherTools',
] as const;

/** One kind of work that a provider bills apart from tokens. */
export type BilledUnit = (typeof billedUnits)[number];

/**
 * Tokens of one model call in disjoint parts, so that their sum is the total. Absent parts were not reported
 * or have no tokens.
 */
export interface Usage {
  /** Input tokens at the normal rate: neither cached nor audio nor, if counted apart, images. */
  readonly inputTokens: number;
  /** Input tokens read from the provider's cache. */
  readonly cacheReadTokens?: number;
  /** Part of `cacheReadTokens` that is audio. It is not added to the sum. */
  readonly audioCacheReadTokens?: number;
  /** Input tokens written to a cache of five minutes, or to the provider's only cache. */
  readonly cacheWrite5mTokens?: number;
  /** Input tokens written to a cache of one hour. */
  readonly cacheWrite1hTokens?: number;
  /** Uncached audio input tokens. */
  readonly audioInputTokens?: number;
  /** Uncached image input tokens, where the provider counts them apart. */
  readonly imageInputTokens?: number;
  /** Output tokens without audio and images, including reasoning. */
  readonly outputTokens: number;
  /** Audio output tokens. */
  readonly audioOutputTokens?: number;
  /** Image output tokens. */
  readonly imageOutputTokens?: number;
  /** Part of `outputTokens` spent on reasoning. It is not added to the sum. */
  readonly reasoningTokens?: number;
  /** The service tier that the call was billed at, such as `flex`. Absent for the standard tier. */
  readonly serviceTier?: string;
  /** Numbers of other billed units, such as web searches. */
  readonly units?: { readonly [unit in BilledUnit]?: number };
}

/** Returns all input tokens of a call. */
export const promptTokens = (usage: Usage): number =>
  usage.inputTokens +
  (usage.cacheReadTokens ?? 0) +
  (usage.cacheWrite5mTokens ?? 0) +
  (usage.cacheWrite1hTokens ?? 0) +
  (usage.audioInputTokens ?? 0) +
  (usage.imageInputTokens ?? 0);

/** Returns all output tokens of a call. */
export const completionTokens = (usage: Usage): number =>
  usage.outputTokens + (usage.audioOutputTokens ?? 0) + (usage.imageOutputTokens ?? 0);
