/** The AI SDK's model specification in which a usage is reported. */
export type UsageSpec = 'v1' | 'v2' | 'v3';

/** What the counts that a provider reports include. */
export interface Counting {
  /** Whether the input counts the tokens read from and written to caches. */
  readonly inputHasCache: boolean;
  /** Whether the output counts the tokens of reasoning. `by-total`: when the total has no room for them beside it. */
  readonly outputHasReasoning: boolean | 'by-total';
}

interface Row extends Counting {
  /** Providers as the framework names them. */
  readonly provider: RegExp;
  readonly specs: readonly UsageSpec[];
}

/**
 * Providers whose counts are known. From v3 on, the specification says what is counted, and all do it alike.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/prompt-caching#tracking-cache-performance
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 * @see https://platform.openai.com/docs/guides/prompt-caching#requirements
 */
const rows: readonly Row[] = [
  {
    provider: /^(?:anthropic|vertex\.anthropic|google-vertex-anthropic|amazon-bedrock|bedrock)\b/,
    specs: ['v1', 'v2'],
    inputHasCache: false,
    outputHasReasoning: true,
  },
  {
    provider: /^(?:google|vertex|google-vertex)\b/,
    specs: ['v1', 'v2'],
    inputHasCache: true,
    outputHasReasoning: false,
  },
  {
    provider: /^(?:openai|azure|azure-openai)\b/,
    specs: ['v1', 'v2'],
    inputHasCache: true,
    outputHasReasoning: true,
  },
];

const usual: { readonly [spec in UsageSpec]: Counting } = {
  v1: { inputHasCache: true, outputHasReasoning: 'by-total' },
  v2: { inputHasCache: true, outputHasReasoning: 'by-total' },
  v3: { inputHasCache: true, outputHasReasoning: true },
};

/** How a provider counts in a version of the specification. */
export const countingOf = (provider: string, spec: UsageSpec): Counting =>
  rows.find((row) => row.provider.test(provider) && row.specs.includes(spec)) ?? usual[spec];
