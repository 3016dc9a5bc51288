import { feesOf, readListedFees } from './fees.ts';
import { type ModelName, pricedVariants } from './model-name.ts';
import { type ListedPrice, type ListedRates, type ModelPrice, toModelPrice } from './rates.ts';
import { serviceTiersOf } from './service-tiers.ts';

type Package = typeof import('@pydantic/genai-prices');
type FindProvider = Package['findProvider'];
type Provider = NonNullable<ReturnType<FindProvider>>;
type Model = Provider['models'][number];
type MatchLogic = Model['match'];
type PackagePrice = Exclude<Model['prices'], readonly unknown[]>;

/** The installed version of `@pydantic/genai-prices`. */
export const pricesVersion = '0.1.8';

const source = `@pydantic/genai-prices@${pricesVersion}`;
/** The day on which that version was published. */
const checked = '2026-09-23';

/** Prices from the data of `@pydantic/genai-prices`. Its floating-point arithmetic is not used. */
export interface ListedPrices {
  /** Loads the data. A lookup before that finds nothing. */
  load(): Promise<void>;
  readonly isLoaded: boolean;
  find(names: readonly ModelName[]): ModelPrice | undefined;
  /** Returns the ids of all listed models of a provider. */
  modelsOf(provider: string): readonly string[];
}

/** Loaded on first use, since the data takes 80 ms to evaluate. */
let findProvider: FindProvider | undefined;

/** Creates {@link ListedPrices}. */
export function createListedPrices(): ListedPrices {
  return {
    async load() {
      findProvider ??= (await import('@pydantic/genai-prices')).findProvider;
    },
    get isLoaded() {
      return findProvider !== undefined;
    },
    find(names) {
      if (!findProvider) return undefined;
      const host = names[0]?.provider ?? '';
      for (const { provider, model } of names) {
        const price = provider === '' ? undefined : priceAt(findProvider, { provider, model, host });
        if (price) return price;
      }
      return undefined;
    },
    modelsOf(provider) {
      return findProvider?.({ providerId: provider })?.models.map(({ id }) => id) ?? [];
    },
  };
}

/** Provider names of frameworks that differ from the data. */
const listedAs: ReadonlyMap<string, string> = new Map([
  ['azure-openai', 'azure'],
  ['togetherai', 'together'],
  ['fireworks-ai', 'fireworks'],
  ['novita-ai', 'novita'],
  ['zai-org', 'zai'],
]);

/** Vendors whose price every cloud charges. Clouds run open models at prices of their own. */
const resold: ReadonlySet<string> = new Set(['openai', 'anthropic', 'x-ai']);

interface Wanted extends ModelName {
  /** The provider that ran the call. It sets the service tiers. */
  readonly host: string;
}

function priceAt(
  findProvider: FindProvider,
  { provider: name, model, host }: Wanted,
): ModelPrice | undefined {
  const provider = findProvider({ providerId: listedAs.get(name) ?? name });
  if (!provider) return undefined;
  const fallbacks = (provider.fallback_model_providers ?? [])
    .filter((id) => resold.has(id))
    .map((id) => findProvider({ providerId: id }));
  for (const { id, models } of [provider, ...fallbacks.filter((other) => other !== undefined)]) {
    const found = models.find(({ match }) => matches(match, model));
    if (!found) continue;
    const serviceTiers = serviceTiersOf(host, model);
    const fees = feesOf(host, model);
    // Only the vendor itself is known to charge its listed fees.
    const isVendor = id === findProvider({ providerId: listedAs.get(host) ?? host })?.id;
    const listed = pricesOf(found).map((price) => ({
      ...price,
      serviceTiers,
      fees: isVendor ? { ...price.fees, ...fees } : fees,
    }));
    return toModelPrice(listed, { modelId: `${id}/${found.id}`, source, checked });
  }
  return undefined;
}

/** True when a match rule of the data applies to a model. A shared prefix alone may belong to another model. */
function matches(logic: MatchLogic, model: string): boolean {
  if ('or' in logic) return logic.or.some((inner) => matches(inner, model));
  if ('and' in logic) return logic.and.every((inner) => matches(inner, model));
  if ('equals' in logic) return model === logic.equals.toLowerCase();
  if ('regex' in logic) return new RegExp(logic.regex).test(model);
  if ('ends_with' in logic) return model.endsWith(logic.ends_with.toLowerCase());
  const text = ('starts_with' in logic ? logic.starts_with : logic.contains).toLowerCase();
  const at = model.indexOf(text);
  if (at < 0 || ('starts_with' in logic && at > 0)) return false;
  return isSameModel(text, model.slice(at + text.length));
}

const otherModels =
  /(?:^|[-_.])(?:mini|nano|lite|pro|max|ultra|fast|tts|image|audio|realtime|live|search|transcribe|embed|embedding)(?![a-z])/;
const dateDigits = 6;
const buildDigits = 3;

/** False when a suffix names another model, such as `-mini` or `-5` after `claude-sonnet-5`. */
function isSameModel(name: string, rest: string): boolean {
  if (otherModels.test(rest) || pricedVariants.test(rest)) return false;
  if (/[-.@:/]$/.test(name)) return true;
  const [, separator = '', digits = ''] = /^([-.]?)(\d+)(?![a-z])/.exec(rest) ?? [];
  if (digits === '') return !/^[-.]?\d/.test(rest);
  if (separator !== '') return digits.length >= buildDigits;
  const before = /\d*$/.exec(name)?.[0].length ?? 0;
  return before === 0 || before + digits.length >= dateDigits;
}

/** Converts the prices of a model. The first price applies when no other does. */
const pricesOf = ({ prices }: Model): readonly ListedPrice[] =>
  Array.isArray(prices) ? pricesInOrder(prices) : [toListed(prices as PackagePrice)];

/** Converts prices by condition. Hours apply from the day of the price before them. */
function pricesInOrder(prices: Extract<Model['prices'], readonly unknown[]>): readonly ListedPrice[] {
  let from: string | undefined;
  return prices.map(({ constraint, prices: held }, at) => {
    const condition = at === 0 ? {} : conditionOf(constraint);
    from = condition.from ?? from;
    return { ...toListed(held), ...(from === undefined ? {} : { from }), ...condition };
  });
}

type Constraint = Extract<Model['prices'], readonly unknown[]>[number]['constraint'];

function conditionOf(constraint: Constraint): Pick<ListedPrice, 'from' | 'hours'> {
  if (!constraint) return {};
  if (constraint.type === 'start_date') return { from: constraint.start_date };
  return { hours: { startS: secondsOf(constraint.start_time), endS: secondsOf(constraint.end_time) } };
}

const secondsOf = (time: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time.replace(/Z$/, '').split(':').map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
};

/** The fields of the package, in US dollars per million tokens. */
const fields = {
  input: 'input_mtok',
  cacheRead: 'cache_read_mtok',
  cacheWrite5m: 'cache_write_mtok',
  cacheWrite1h: 'cache_write_1h_mtok',
  audioInput: 'input_audio_mtok',
  audioCacheRead: 'cache_audio_read_mtok',
  imageInput: 'input_image_mtok',
  output: 'output_mtok',
  audioOutput: 'output_audio_mtok',
  imageOutput: 'output_image_mtok',
  reasoning: 'output_reasoning_mtok',
} as const satisfies { readonly [part in keyof ListedRates]-?: string };

/** OpenAI's long prompts start above 272,000 tokens. Some data entries start one token early. */
const edges: ReadonlyMap<number, number> = new Map([[271_999, 272_000]]);

function toListed(price: PackagePrice): ListedPrice {
  const base: Record<string, number> = {};
  const tiers = new Map<number, Record<string, number>>();
  for (const [part, field] of Object.entries(fields)) {
    const listed = price[field];
    if (listed === undefined) continue;
    if (typeof listed === 'number') {
      base[part] = listed;
      continue;
    }
    base[part] = listed.base;
    for (const { start, price: raised } of listed.tiers) {
      const above = edges.get(start) ?? start;
      tiers.set(above, { ...tiers.get(above), [part]: raised });
    }
  }
  return {
    ...base,
    fees: readListedFees({ ...price }),
    tiers: [...tiers].map(([above, raised]) => ({ above, ...raised })),
  };
}
