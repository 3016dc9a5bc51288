import type { ServiceTierRates } from './rates.ts';

/** A published rule: the rates of a service tier for the models of a provider. */
interface TierRule {
  readonly provider: RegExp;
  readonly models: RegExp;
  readonly tiers: { readonly [tier: string]: ServiceTierRates };
}

const all = /./;

/** The names of the standard tier in requests and responses. */
const standardNames: ReadonlySet<string> = new Set([
  'auto',
  'default',
  'on_demand',
  'ondemand',
  'standard',
  'standard_only',
  'unspecified',
]);

/** Returns the tier for a price lookup, or `undefined` for the standard tier. */
export function pricedTier(serviceTier: string | undefined): string | undefined {
  const name = serviceTier?.toLowerCase().replaceAll('-', '_');
  return name === undefined || name === '' || standardNames.has(name) ? undefined : name;
}

/** Rules in order of preference for each tier. */
const rules: readonly TierRule[] = [
  // https://platform.openai.com/docs/pricing, tabs Batch, Flex and Priority.
  {
    provider: /^openai$/,
    models:
      /^gpt-(?:[6-9]|5(?!-chat))(?:\.\d+)?(?:-(?:mini|nano|pro|sol|terra|luna|astra))?(?:-20\d\d-\d\d-\d\d)?$/,
    tiers: { batch: 0.5 },
  },
  {
    provider: /^openai$/,
    models:
      /^(?:gpt-4\.1|gpt-4o|gpt-4-turbo|gpt-3\.5-turbo|o1|o3|o4)(?:-(?:mini|nano|pro))?(?:-20\d\d-\d\d-\d\d)?$|^text-embedding-/,
    tiers: { batch: { factor: 0.5, cacheRead: 'input' } },
  },
  {
    provider: /^openai$/,
    models:
      /^(?:gpt-5(?:\.[1-9])?|gpt-5(?:\.4)?-(?:mini|nano)|gpt-5\.[45]-pro|gpt-5\.6-(?:sol|terra|luna)|gpt-[6-9](?:\.\d+)?-(?:sol|terra|luna|astra)|o3|o4-mini)(?:-20\d\d-\d\d-\d\d)?$/,
    tiers: { flex: 0.5 },
  },
  {
    provider: /^openai$/,
    models: /^gpt-5\.5(?:-20\d\d-\d\d-\d\d)?$/,
    tiers: { priority: 2.5 },
  },
  {
    provider: /^openai$/,
    models:
      /^(?:gpt-5(?:\.[1-4])?(?:-codex)?(?:-max)?|gpt-5\.4-mini|gpt-5\.6-(?:sol|terra|luna)|gpt-4\.1-nano)(?:-20\d\d-\d\d-\d\d)?$/,
    tiers: { priority: 2 },
  },
  { provider: /^openai$/, models: /^gpt-5-mini(?:-20\d\d-\d\d-\d\d)?$/, tiers: { priority: 1.8 } },
  {
    provider: /^openai$/,
    models: /^(?:gpt-4\.1(?:-mini)?(?:-20\d\d-\d\d-\d\d)?|o3(?:-20\d\d-\d\d-\d\d)?|gpt-4o-2024-05-13)$/,
    tiers: { priority: 1.75 },
  },
  { provider: /^openai$/, models: /^gpt-4o(?:-20\d\d-\d\d-\d\d)?$/, tiers: { priority: 1.7 } },
  {
    provider: /^openai$/,
    models: /^gpt-4o-mini(?:-20\d\d-\d\d-\d\d)?$/,
    tiers: { priority: { input: 0.25, cacheRead: 0.125, output: 1 } },
  },
  {
    provider: /^openai$/,
    models: /^o4-mini(?:-20\d\d-\d\d-\d\d)?$/,
    tiers: { priority: { input: 2, cacheRead: 0.5, output: 8 } },
  },
  // https://platform.claude.com/docs/en/about-claude/pricing, batch processing and fast mode.
  { provider: /^anthropic$/, models: all, tiers: { batch: 0.5 } },
  { provider: /^anthropic$/, models: /^claude-opus-4-[67](?!\d)/, tiers: { fast: 6 } },
  { provider: /^anthropic$/, models: /^claude-opus-(?:4-8|5)(?!-?\d)/, tiers: { fast: 2 } },
  // https://ai.google.dev/gemini-api/docs/pricing, and docs/batch-api for cached tokens.
  {
    provider: /^(?:google|(?:google-)?vertex)$/,
    models: /^gemini-/,
    tiers: { batch: { factor: 0.5, cacheRead: 'standard' }, flex: 0.5, priority: 1.8 },
  },
  { provider: /^(?:google-)?vertex(?:-anthropic)?$/, models: /^claude-/, tiers: { batch: 0.5 } },
  // https://console.groq.com/docs/flex-processing and docs/batch.
  { provider: /^groq$/, models: all, tiers: { flex: 1, batch: 0.5 } },
  // https://aws.amazon.com/bedrock/pricing, service tiers and batch.
  { provider: /^(?:amazon-)?bedrock$|^aws$/, models: /claude-/, tiers: { batch: 0.5 } },
  {
    provider: /^(?:amazon-)?bedrock$|^aws$/,
    models: /^(?!.*claude-)/,
    tiers: { flex: 0.5, priority: 1.75, batch: 0.5 },
  },
  // https://docs.x.ai/docs/models, https://mistral.ai/pricing, https://www.together.ai/pricing,
  // https://fireworks.ai/pricing and https://azure.microsoft.com/pricing/details/azure-openai.
  {
    provider: /^(?:xai|x-ai|mistral|together(?:ai)?|fireworks(?:-ai)?)$/,
    models: all,
    tiers: { batch: 0.5 },
  },
  {
    provider: /^azure/,
    models: /^(?:gpt-(?:4\.1|4o)(?:-(?:mini|nano))?|o3|o3-mini|o4-mini)(?:-20\d\d-\d\d-\d\d)?$/,
    tiers: { batch: { factor: 0.5, cacheRead: 'input' } },
  },
];

/** Returns the published rates of the service tiers of a model. */
export function serviceTiersOf(provider: string, model: string): ReadonlyMap<string, ServiceTierRates> {
  const tiers = new Map<string, ServiceTierRates>();
  for (const rule of rules) {
    if (!rule.provider.test(provider) || !rule.models.test(model)) continue;
    for (const [tier, rates] of Object.entries(rule.tiers)) if (!tiers.has(tier)) tiers.set(tier, rates);
  }
  return tiers;
}
