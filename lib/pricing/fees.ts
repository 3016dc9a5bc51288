import type { BilledUnit } from '../model/index.ts';

/** US dollars per thousand of each billed unit. */
export type ListedFees = { readonly [unit in BilledUnit]?: number };

/** A published rule: the fees of a provider's models. */
interface FeeRule {
  readonly provider: RegExp;
  readonly models: RegExp;
  readonly fees: ListedFees;
}

const all = /./;

const rules: readonly FeeRule[] = [
  // https://platform.openai.com/docs/pricing, built-in tools. A code interpreter is billed by session, which a call
  // does not show.
  { provider: /^openai$/, models: all, fees: { webSearches: 10, fileSearches: 2.5 } },
  { provider: /^openai$/, models: /^(?:gpt-[5-9]|o\d)/, fees: { webSearchPreviews: 10 } },
  { provider: /^openai$/, models: /^gpt-4(?:o|\.1)/, fees: { webSearchPreviews: 25 } },
  { provider: /^azure/, models: all, fees: { fileSearches: 2.5 } },
  // https://platform.claude.com/docs/en/about-claude/pricing, web search tool.
  {
    provider: /^(?:anthropic|(?:google-)?vertex(?:-anthropic)?)$/,
    models: /claude-/,
    fees: { webSearches: 10 },
  },
  // https://ai.google.dev/gemini-api/docs/pricing, grounding. Gemini 2 is billed by prompt, later models by query.
  {
    provider: /^(?:google|(?:google-)?vertex)$/,
    models: /^gemini-[12]\./,
    fees: { groundedPrompts: 35, mapsPrompts: 25 },
  },
  { provider: /^(?:google|(?:google-)?vertex)$/, models: /^gemini-[3-9]/, fees: { groundedQueries: 14 } },
  // https://docs.x.ai/docs/models, tools and live search.
  {
    provider: /^x-?ai$/,
    models: all,
    fees: { webSearches: 5, codeExecutions: 5, fileSearches: 2.5, searchSources: 25 },
  },
  // https://docs.perplexity.ai/getting-started/pricing, request fees by search context size.
  {
    provider: /^perplexity$/,
    models: /^sonar(?:-reasoning)?$/,
    fees: { requestsLow: 5, requestsMedium: 8, requestsHigh: 12 },
  },
  {
    provider: /^perplexity$/,
    models: /^sonar(?:-reasoning)?-pro$/,
    fees: { requestsLow: 6, requestsMedium: 10, requestsHigh: 14 },
  },
];

/** Returns the published fees of a model. */
export function feesOf(provider: string, model: string): ListedFees {
  let fees: ListedFees = {};
  for (const rule of rules)
    if (rule.provider.test(provider) && rule.models.test(model)) fees = { ...fees, ...rule.fees };
  return fees;
}

/** A unit that every call of a model is billed, and the spellings under which a call reports it. */
export interface AlwaysBilled {
  readonly unit: BilledUnit;
  readonly spellings: readonly BilledUnit[];
}

const request: AlwaysBilled = {
  unit: 'requests',
  spellings: ['requests', 'requestsLow', 'requestsMedium', 'requestsHigh'],
};
const search: AlwaysBilled = { unit: 'webSearches', spellings: ['webSearches', 'webSearchPreviews'] };

/** Returns the unit that every call of a model is billed. A cost without it is incomplete. */
export function alwaysBilled(provider: string, model: string): AlwaysBilled | undefined {
  if (provider === 'openrouter' && model.endsWith(':online')) return search;
  if (provider === 'perplexity') return /^sonar(?!-deep)/.test(model) ? request : undefined;
  return /-search-(?:preview|api)(?:-20\d\d|$)/.test(model) ? search : undefined;
}

/** The fields of `@pydantic/genai-prices` for fees, with the number of units to which its price applies. */
const feeFields: readonly (readonly [field: string, unit: BilledUnit, thousands: number])[] = [
  ['web_searches_kcount', 'webSearches', 1],
  ['storage_searches_kcount', 'fileSearches', 1],
  ['input_audio_hours', 'inputSeconds', 3.6],
  ['output_citation_mtok', 'citationTokens', 1000],
];

/** Reads the fees in a price of `@pydantic/genai-prices`. */
export function readListedFees(price: { readonly [field: string]: unknown }): ListedFees {
  const fees: { [unit in BilledUnit]?: number } = {};
  for (const [field, unit, thousands] of feeFields) {
    const usd = price[field];
    if (typeof usd === 'number') fees[unit] = usd / thousands;
  }
  // Deep research bills each search query; the other models of Perplexity include them.
  if (typeof price.output_citation_mtok === 'number' && fees.webSearches !== undefined)
    fees.searchQueries = fees.webSearches;
  return fees;
}
