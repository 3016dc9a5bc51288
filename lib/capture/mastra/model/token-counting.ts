/** The version of the AI SDK's model specification that defines the shape of a usage. */
export type UsageSpec = 'v1' | 'v2' | 'v3';

/** The rules by which a provider counts tokens. */
export interface Counting {
  /** Whether the input count includes cache reads and writes. */
  readonly inputHasCache: boolean;
  /** Whether the output count includes reasoning tokens. `by-total`: compare the parts with the total. */
  readonly outputHasReasoning: boolean | 'by-total';
}

interface Row extends Counting {
  /** Matches the provider name that Mastra reports. */
  readonly provider: RegExp;
  readonly specs: readonly UsageSpec[];
}

/**
 * The known counting rules. Since v3 the specification defines them for all providers.
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

/** Returns the counting rules of a provider in a version of the specification. */
export const countingOf = (provider: string, spec: UsageSpec): Counting =>
  rows.find((row) => row.provider.test(provider) && row.specs.includes(spec)) ?? usual[spec];
