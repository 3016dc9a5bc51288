/** A model name at one provider. */
export interface ModelName {
  readonly provider: string;
  readonly model: string;
}

/** A normalised model id and the names for looking up its price. */
export interface ModelNames {
  /** `<provider>/<model>` without host additions. Use this name to define a price. */
  readonly id: string;
  /** Candidates in order of preference. */
  readonly names: readonly ModelName[];
}

/** Common spellings that price lists lack, with the listed id. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['claude-haiku-3', 'claude-3-haiku'],
  ['claude-opus-3', 'claude-3-opus'],
  ['claude-haiku-3-5', 'claude-3-5-haiku'],
  ['claude-sonnet-3-5', 'claude-3-5-sonnet'],
  ['claude-sonnet-3-7', 'claude-3-7-sonnet'],
  ['claude-sonnet-4', 'claude-sonnet-4-0'],
  ['claude-opus-4', 'claude-opus-4-0'],
]);

/** Variants, such as those of OpenRouter, that have their own price. */
export const pricedVariants = /:(?:free|extended|batch|flex|priority)$/;

/** Gateways that charge the price of the vendor before the slash. */
const gateways: ReadonlySet<string> = new Set([
  'gateway',
  'ai-gateway',
  'vercel',
  'openrouter',
  'netlify',
  'requesty',
  'helicone',
  'portkey',
  'litellm',
  'mastra',
  'cloudflare-ai-gateway',
]);

/** Clouds that offer models of other vendors under names without the vendor. */
const clouds = /^(?:google-)?vertex|^azure|^microsoft-foundry$/;

/** Models that only their vendor runs. Other providers forward calls to the vendor. */
const closedModels: ReadonlyMap<string, RegExp> = new Map([
  ['openai', /^(?:gpt-(?!oss)|chatgpt-|o\d)/],
  ['anthropic', /^claude-/],
  ['google', /^gemini-/],
  ['x-ai', /^grok-\d/],
  ['xai', /^grok-\d/],
]);

/**
 * Returns the names for a price lookup: as given, then without host additions such as `us.` or `:online`, then without
 * the date, then at the vendor before the slash.
 *
 * @param provider the framework's name; `openai.responses` and `openai` are the same provider
 */
export function modelNames(provider: string, model: string): ModelNames {
  const [host = ''] = provider.toLowerCase().split('.');
  const text = model.toLowerCase().trim();
  const bare = withoutAdditions(text);
  const names: ModelName[] = [{ provider: host, model: text }];
  const add = (offeredBy: string, spelling: string) => {
    for (const spelt of spellings(spelling)) names.push({ provider: offeredBy, model: spelt });
  };
  add(host, bare);
  const [, tuned] = /^(ft:[^:]+):/.exec(bare) ?? [];
  if (tuned !== undefined) add(host, tuned);
  if (clouds.test(host)) for (const vendor of vendorsOf(bare)) add(vendor, bare);
  let [rest, gateway] = [bare, gateways.has(host)];
  for (let passed = vendorOf(rest); passed; passed = vendorOf(rest)) {
    const [vendor, inner] = passed;
    if (pricedVariants.test(inner) || !(closedModels.get(vendor)?.test(inner) ?? gateway)) break;
    add(vendor, inner);
    rest = inner;
    gateway = gateways.has(vendor);
  }
  return {
    id: host === '' ? bare : `${host}/${bare}`,
    names: names.filter((name, at) => names.findIndex((other) => isSame(name, other)) === at),
  };
}

const isSame = (a: ModelName, b: ModelName): boolean => a.provider === b.provider && a.model === b.model;

function withoutAdditions(id: string): string {
  const bare = id
    .replace(/^(?:publishers\/[^/]+\/)?models\//, '')
    .replace(/@[\w.-]+$/, '')
    .replace(/^(?:us|us-gov|eu|apac|jp|au|ca|sa|global)\./, '');
  return bare.startsWith('ft:') || pricedVariants.test(bare) || /-v\d+:\d+$/.test(bare)
    ? bare
    : bare.replace(/:[\w-]+$/, '');
}

const vendorsOf = (model: string): readonly string[] =>
  [...closedModels].filter(([, models]) => models.test(model)).map(([vendor]) => vendor);

/** Splits `vendor/model` and Bedrock's `vendor.model-v1:0`. */
function vendorOf(id: string): readonly [vendor: string, model: string] | undefined {
  const [, vendor, model] =
    /^([a-z0-9_-]+)\/(.+)$/.exec(id) ?? /^(anthropic)\.(claude-.+?)(?:-v\d+(?::\d+)?)?$/.exec(id) ?? [];
  return vendor !== undefined && model !== undefined ? [vendor, model] : undefined;
}

function spellings(id: string): readonly string[] {
  const dateless = id.replace(/-20\d{2}-?[01]\d-?[0-3]\d(?=$|-v\d)/, '');
  return [id, aliasOf(id), dateless, aliasOf(dateless)];
}

/** Normalises Claude names, whose version has dots or dashes and precedes or follows the family. */
function aliasOf(id: string): string {
  if (!id.startsWith('claude-')) return id;
  const dashed = id.replace(/(?<=\d)\.(?=\d)/g, '-');
  const familyFirst = dashed.replace(/^claude-([4-9](?:-\d)?)-([a-z]+)\b/, 'claude-$2-$1');
  return aliases.get(familyFirst) ?? familyFirst;
}
