import { isObject } from '../../../model/index.ts';

/** A request to a model and the parts of its answer that name a service tier. */
export interface TieredCall {
  readonly provider: string;
  readonly model: string;
  /** The `providerOptions` of the request. */
  readonly providerOptions: unknown;
  readonly providerMetadata: unknown;
  /** The usage that the model reported. */
  readonly usage: unknown;
  /** The `response` of a whole result. */
  readonly response: unknown;
}

const standard: ReadonlySet<string> = new Set([
  'auto',
  'default',
  'standard',
  'standard_only',
  'on_demand',
  'unspecified',
]);

/**
 * Returns the service tier that a call was billed at. The answer outranks the request, because a provider can serve a
 * request at another tier.
 *
 * @returns `undefined` for the standard tier
 */
export function readServiceTier(call: TieredCall): string | undefined {
  const answers = answersOf(call);
  const requests = requestsOf(call);
  const tier = first(answers, tierKeys) ?? first(requests, tierKeys);
  const speed = first(answers, ['speed']) ?? first(requests, ['speed']);
  return unlessStandard(tier) ?? unlessStandard(speed);
}

const tierKeys = ['serviceTier', 'service_tier', 'trafficType', 'traffic_type', 'sharedRequestType'] as const;
const unlessStandard = (tier: string | undefined) =>
  tier === undefined || standard.has(tier) ? undefined : tier;

type Fields = Record<string, unknown>;

/** Returns the objects of an answer that can name a tier, the most specific first. */
function answersOf({ providerMetadata, usage, response }: TieredCall): readonly Fields[] {
  const { body, headers } = object(response);
  const raw = object(usage).raw;
  const found: unknown[] = [];
  for (const metadata of Object.values(object(providerMetadata))) {
    const { usage: reported, usageMetadata } = object(metadata);
    found.push(metadata, reported, usageMetadata);
  }
  found.push(raw, object(raw).raw, usage, body, object(body).usage, object(body).usageMetadata);
  found.push({ serviceTier: object(headers)['x-gemini-service-tier'] });
  return found.filter(isObject);
}

/** Returns the options of a request that its provider reads. Options for other providers do not count. */
function requestsOf({ provider, model, providerOptions }: TieredCall): readonly Fields[] {
  const options = object(providerOptions);
  const names = [provider, camelCase(provider), ...(alsoReads.get(provider) ?? [])];
  const [vendor] = model.split('/', 1);
  if (vendor !== undefined && vendor !== model) names.push(vendor);
  return names.map((name) => (Object.hasOwn(options, name) ? options[name] : undefined)).filter(isObject);
}

/** Keys of `providerOptions` that the AI SDK reads for a provider besides its name. */
const alsoReads: ReadonlyMap<string, readonly string[]> = new Map([
  ['azure', ['openai']],
  ['azure-openai', ['azure', 'openai']],
  ['amazon-bedrock', ['bedrock']],
  ['google-vertex', ['vertex', 'google']],
  ['vertex', ['google']],
  ['google-vertex-anthropic', ['anthropic']],
]);

const camelCase = (name: string): string =>
  name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function first(places: readonly Fields[], keys: readonly string[]): string | undefined {
  for (const place of places) {
    for (const key of keys) {
      const tier = toTier(place[key]);
      if (tier !== undefined) return tier;
    }
  }
  return undefined;
}

/** Normalises a tier, such as `ON_DEMAND_FLEX` of Vertex AI or `{ type: 'flex' }` of Bedrock. */
function toTier(value: unknown): string | undefined {
  const name = isObject(value) ? value.type : value;
  if (typeof name !== 'string' || name === '') return undefined;
  const tier = name
    .toLowerCase()
    .replaceAll('-', '_')
    .replace(/^(?:on_demand_|service_tier_|traffic_type_)/, '');
  return /^[a-z][a-z0-9_]{0,31}$/.test(tier) ? tier : 'other';
}

const nothing: Fields = Object.freeze({});
const object = (value: unknown): Fields => (isObject(value) ? value : nothing);
