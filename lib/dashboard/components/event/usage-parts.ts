import type { BilledUnit, CostPart, CostParts, Usage } from '../../../model/index.ts';

/** A part of a model call's usage. */
export interface UsagePart {
  readonly name: string;
  /** Number of tokens or other units. */
  readonly tokens: number;
  /** Cost of the part in pico-dollars, if it is known. */
  readonly costPico?: number;
}

/** The names of all parts. */
export const partNames: { readonly [part in CostPart]: string } = {
  input: 'Input',
  cacheRead: 'Input, read from cache',
  audioCacheRead: 'Input, audio read from cache',
  cacheWrite5m: 'Input, written to cache (5 min)',
  cacheWrite1h: 'Input, written to cache (1 h)',
  audioInput: 'Input, audio',
  imageInput: 'Input, images',
  output: 'Output',
  reasoning: 'Output, reasoning',
  audioOutput: 'Output, audio',
  imageOutput: 'Output, images',
  webSearches: 'Web searches',
  webSearchPreviews: 'Web searches (preview)',
  fileSearches: 'File searches',
  codeExecutions: 'Code executions',
  groundedPrompts: 'Grounded prompts',
  groundedQueries: 'Grounding queries',
  mapsPrompts: 'Prompts with maps',
  searchSources: 'Search sources',
  searchQueries: 'Search queries',
  citationTokens: 'Citation tokens',
  requests: 'Requests',
  requestsLow: 'Requests, low search context',
  requestsMedium: 'Requests, medium search context',
  requestsHigh: 'Requests, high search context',
  generatedImages: 'Generated images',
  inputSeconds: 'Seconds of input',
  inputCharacters: 'Characters of input',
  otherTools: 'Other tools of the provider',
};

/** Returns all tokens of a call. */
export const totalTokens = (usage: Usage): number =>
  tokenCounts(usage, undefined).reduce((sum, [, count]) => sum + (count ?? 0), 0);

/**
 * Returns the parts of a call's usage with their costs, which add up to the total. Reasoning is a part of its
 * own only when it has its own price.
 */
export function usageParts(usage: Usage, cost: CostParts | undefined): readonly UsagePart[] {
  const units = Object.entries(usage.units ?? {}) as [BilledUnit, number][];
  return [...tokenCounts(usage, cost), ...units].flatMap(([part, tokens]) => {
    const costPico = cost?.[part];
    // A newer client can send units that this page does not know.
    return tokens === undefined || !Object.hasOwn(partNames, part)
      ? []
      : [{ name: partNames[part], tokens, ...(costPico === undefined ? {} : { costPico }) }];
  });
}

function tokenCounts(
  usage: Usage,
  cost: CostParts | undefined,
): readonly (readonly [CostPart, number | undefined])[] {
  const reasoning = cost?.reasoning === undefined ? undefined : usage.reasoningTokens;
  const audio = cost?.audioCacheRead === undefined ? undefined : usage.audioCacheReadTokens;
  const { cacheReadTokens } = usage;
  return [
    ['input', usage.inputTokens],
    ['cacheRead', cacheReadTokens === undefined ? undefined : cacheReadTokens - (audio ?? 0)],
    ['audioCacheRead', audio],
    ['cacheWrite5m', usage.cacheWrite5mTokens],
    ['cacheWrite1h', usage.cacheWrite1hTokens],
    ['audioInput', usage.audioInputTokens],
    ['imageInput', usage.imageInputTokens],
    ['output', usage.outputTokens - (reasoning ?? 0)],
    ['reasoning', reasoning],
    ['audioOutput', usage.audioOutputTokens],
    ['imageOutput', usage.imageOutputTokens],
  ];
}
