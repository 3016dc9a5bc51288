import { createHash } from 'node:crypto';
import { type BilledUnit, isObject, TracerError } from '../model/index.ts';
import { checkRates, readFees, readServiceTiers, shown, type Wrong } from './definition-rates.ts';
import { type ModelNames, modelNames } from './model-name.ts';
import { type ListedPrice, type ListedRates, type ModelPrice, toModelPrice } from './rates.ts';

/**
 * Rates of a model in US dollars per million tokens. Input parts default to `input` and output parts to `output`;
 * `cacheWrite1h` defaults to `cacheWrite5m`, or twice `input` for Claude.
 */
export interface ModelRates {
  readonly input?: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly audioInput?: number;
  /** @default `cacheRead` */
  readonly audioCacheRead?: number;
  readonly imageInput?: number;
  readonly output?: number;
  readonly audioOutput?: number;
  readonly imageOutput?: number;
  readonly reasoning?: number;
}

/** One price of a model. */
export interface PriceDefinition extends ModelRates, RequiredRates {
  readonly input: number;
  readonly output: number;
  /** The first day of this price, such as `2026-10-07`, in UTC. @default always */
  readonly from?: string;
  /** Rates for calls with more than `above` input tokens, including cached tokens. Omitted rates stay unchanged. */
  readonly tiers?: readonly (ModelRates & { readonly above: number })[];
  /**
   * Rates by service tier, such as `flex`. A number multiplies the standard rates.
   *
   * @default none: a call at a service tier is unpriced
   */
  readonly serviceTiers?: { readonly [tier: string]: number | (ModelRates & RequiredRates) };
  /** The day on which you last checked the price. After 180 days it is shown as stale. @default unknown */
  readonly checked?: string;
  /** US dollars per thousand billed units, such as web searches. A cost without the fee is incomplete. */
  readonly fees?: { readonly [unit in BilledUnit]?: number };
}

/** Rates that every price has. */
interface RequiredRates {
  readonly input: number;
  readonly output: number;
}

/** A model with the price of another model, such as a deployment with a custom name. */
export interface SamePrice {
  /** `<provider>/<model>` */
  readonly sameAs: string;
}

/**
 * Prices by model: `<provider>/<model>`, or `<model>` for all providers. Each price in a list needs its own `from`;
 * earlier calls use the default prices.
 */
export interface PriceDefinitions {
  readonly [model: string]: PriceDefinition | readonly PriceDefinition[] | SamePrice;
}

/** The definition of a model: its price, or the name of a model with the same price. */
export type Defined = ModelPrice | { readonly sameAs: string };

/** Defined prices by lower-case model name. */
export interface DefinedPrices {
  /** The `source` of costs that use these prices. */
  readonly source: string;
  /** The names of the models. */
  readonly models: readonly string[];
  find(names: ModelNames): Defined | undefined;
}

/** Facts about published prices, which definitions of users do not have. */
export interface PublishedFacts {
  /** Day on which the prices were last checked. */
  readonly checked?: string;
  /** Returns the published service tiers of a model. */
  readonly serviceTiersOf?: (provider: string, model: string) => ListedPrice['serviceTiers'];
  /** Returns the published fees of a model. */
  readonly feesOf?: (provider: string, model: string) => ListedPrice['fees'];
}

/** The start of the `source` of costs from `definePrices()`. A digest of the prices follows. */
export const codeSource = 'definePrices()';

const digestChars = 8;

/**
 * Validates price definitions.
 *
 * @param from the location of the prices, which starts each error message
 * @param source the source in costs; a digest is added unless it names a version
 * @param published facts that the definitions do not repeat
 * @throws {TracerError} `invalid-option` with the invalid entry and the accepted form
 */
export function readDefinitions(
  value: unknown,
  from: string,
  source: string,
  published: PublishedFacts = {},
): DefinedPrices {
  const wrong = (what: string): never => {
    throw new TracerError('invalid-option', `${from} cannot be used: ${what}`);
  };
  if (!isObject(value) || Array.isArray(value))
    return wrong(
      'it must be an object with a price for each model, such as { "acme/large-1": { "input": 3, "output": 15 } }.',
    );
  const version = source.includes('@', 1) ? source : `${source}@${digestOf(value)}`;
  const held = new Map<string, Defined>();
  for (const [name, definition] of Object.entries(value)) {
    const place = JSON.stringify(name);
    const key = name.toLowerCase().trim();
    if (key === '') wrong('a model has no name. Write <provider>/<model>, or <model>.');
    held.set(
      key,
      toDefined(definition, { modelId: key, source: version }, published, (what) =>
        wrong(`${place}: ${what}`),
      ),
    );
  }
  return {
    source: version,
    models: [...held.keys()],
    find: ({ id, names }) => {
      for (const key of [
        ...names.map(({ provider, model }) => `${provider}/${model}`),
        id,
        ...names.map(({ model }) => model),
      ]) {
        const defined = held.get(key);
        if (defined) return defined;
      }
      return undefined;
    },
  };
}

const digestOf = (value: object): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, digestChars);

function toDefined(
  definition: unknown,
  origin: { readonly modelId: string; readonly source: string },
  { checked, serviceTiersOf, feesOf }: PublishedFacts,
  wrong: Wrong,
): Defined {
  if (isObject(definition) && 'sameAs' in definition) {
    const { sameAs, ...rest } = definition;
    if (typeof sameAs !== 'string' || sameAs === '' || Object.keys(rest).length > 0)
      wrong('sameAs must be the name of another model, without other fields.');
    return { sameAs: String(sameAs) };
  }
  const [provider = '', model = ''] = origin.modelId.split('/');
  const serviceTiers = serviceTiersOf?.(provider, model);
  const fees = feesOf?.(provider, model);
  const prices = (Array.isArray(definition) ? definition : [definition]).map((price) => ({
    ...(serviceTiers ? { serviceTiers } : {}),
    ...(fees ? { fees } : {}),
    ...toListed(price, wrong),
  }));
  if (prices.length === 0) wrong('it has no price. Write { input, output }, or leave the model out.');
  const days = prices.map(({ from = '' }) => from);
  if (new Set(days).size < days.length)
    wrong('two of its prices start on the same day. Give each its own "from".');
  const sorted = prices.toSorted((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
  return (
    toModelPrice(sorted, { ...origin, ...(checked ? { checked } : {}) }, nothingAssumed) ??
    wrong('input and output are missing.')
  );
}

/** The default of each rate is part of the format, so that no rate is assumed. */
const nothingAssumed = () => [];

function toListed(price: unknown, wrong: Wrong): ListedPrice {
  if (!isObject(price))
    return wrong(`a price is an object such as { "input": 3, "output": 15 }, not ${shown(price)}.`);
  const { from, checked, tiers, serviceTiers, fees, ...rates } = price;
  checkRates(rates, wrong);
  for (const needed of ['input', 'output'] as const)
    if (rates[needed] === undefined)
      wrong(`${needed} is missing. Say what a million tokens cost in US dollars.`);
  if (from !== undefined && !isDay(from))
    wrong(`from must be a day such as "2026-10-07", not ${shown(from)}.`);
  if (checked !== undefined && !isDay(checked))
    wrong(`checked must be a day such as "2026-10-07", not ${shown(checked)}.`);
  if (tiers !== undefined && !Array.isArray(tiers))
    wrong(`tiers must be a list of { above, … }, not ${shown(tiers)}.`);
  const listed = ((tiers ?? []) as unknown[]).map((tier) => {
    if (!isObject(tier))
      return wrong(`a tier is an object such as { "above": 200000, "input": 6 }, not ${shown(tier)}.`);
    const { above, ...raised } = tier;
    if (typeof above !== 'number' || !Number.isSafeInteger(above) || above < 0)
      wrong(`above must be a whole number of input tokens, not ${shown(above)}.`);
    checkRates(raised, wrong);
    return { above: above as number, ...(raised as ListedRates) };
  });
  return {
    ...(rates as ListedRates),
    ...(from === undefined ? {} : { from: from as string }),
    tiers: listed,
    ...(checked === undefined ? {} : { checked: checked as string }),
    ...(fees === undefined ? {} : { fees: readFees(fees, wrong) }),
    ...(serviceTiers === undefined ? {} : { serviceTiers: readServiceTiers(serviceTiers, wrong) }),
  };
}

const isDay = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/** Returns the names for looking up the model of a `sameAs`. */
export function namesOf(sameAs: string): ModelNames {
  const slash = sameAs.indexOf('/');
  return slash < 0 ? modelNames('', sameAs) : modelNames(sameAs.slice(0, slash), sameAs.slice(slash + 1));
}
