import { feesOf } from './fees.ts';
import type { ModelName } from './model-name.ts';
import { normalize } from './normalize.ts';
import { type ListedPrice, type ListedRates, type ModelPrice, toModelPrice } from './rates.ts';
import { secondRows, secondSources } from './second-prices.data.ts';
import { serviceTiersOf } from './service-tiers.ts';

/** A row of the second source. */
export interface SecondRow {
  /** `<provider>/<model>`, normalised. */
  readonly modelId: string;
  readonly source: string;
  /** Publication day of the source. */
  readonly checked: string;
  readonly price: ListedPrice;
}

/** Provider names of frameworks that differ from the data. */
const providerNames: ReadonlyMap<string, string> = new Map([
  ['xai', 'x-ai'],
  ['azure-openai', 'azure'],
  ['togetherai', 'together'],
  ['together-ai', 'together'],
  ['fireworks-ai', 'fireworks'],
  ['novita-ai', 'novita'],
  ['z-ai', 'zai'],
  ['zai-org', 'zai'],
  ['alibaba-cloud', 'alibaba'],
  ['dashscope', 'alibaba'],
  ['qwen', 'alibaba'],
  ['moonshot', 'moonshotai'],
  ['mistralai', 'mistral'],
]);

let rows: ReadonlyMap<string, string> | undefined;

/** Returns the rows by model. They are split at first use, and read one by one. */
function rowsByModel(): ReadonlyMap<string, string> {
  rows ??= new Map(
    secondRows.split('\n').map((line) => {
      const space = line.indexOf(' ');
      return [line.slice(0, space), line.slice(space + 1)];
    }),
  );
  return rows;
}

/**
 * Finds the price of a model in the second source.
 *
 * @param names the names of the model, in order of preference; the first one names the provider that ran the call
 */
export function findSecond(names: readonly ModelName[]): ModelPrice | undefined {
  const host = names[0]?.provider ?? '';
  for (const { provider, model } of names) {
    const row = secondRow(provider, model);
    if (!row) continue;
    const { modelId, source, checked } = row;
    const price = {
      ...row.price,
      fees: feesOf(host, model),
      serviceTiers: serviceTiersOf(host, model),
    };
    return toModelPrice([price], { modelId, source, checked });
  }
  return undefined;
}

/** Returns the row of a model at a provider. Some rows lack the vendor in the name. */
export function secondRow(provider: string, model: string): SecondRow | undefined {
  const name = providerNames.get(provider) ?? provider;
  const last = model.slice(model.lastIndexOf('/') + 1);
  for (const spelling of new Set([model, last])) {
    const key = `${name}/${normalize(spelling)}`;
    const row = rowsByModel().get(key) ?? rowsByModel().get(key.replace(/deepseek-v3$/, 'deepseek'));
    if (row !== undefined) return readRow(key, row);
  }
  return undefined;
}

/** Returns all rows. */
export const secondPrices = (): readonly SecondRow[] =>
  [...rowsByModel()].map(([modelId, row]) => readRow(modelId, row));

function readRow(modelId: string, row: string): SecondRow {
  const [source, ...fields] = row.split(' ');
  const { source: name, checked } = secondSources[Number(source) as 0 | 1];
  const tiers = fields.filter((field) => field.includes(':')).map((field) => field.split(':'));
  const price = {
    ...ratesOf(fields),
    tiers: tiers.map(([above, ...rates]) => ({ above: Number(above), ...ratesOf(rates) })),
  };
  return { modelId, source: name, checked, price };
}

const rateNames = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'reasoning'] as const;

function ratesOf(fields: readonly string[]): ListedRates {
  const rates: { -readonly [part in keyof ListedRates]: ListedRates[part] } = {};
  for (const [at, name] of rateNames.entries()) {
    const field = fields[at];
    if (field !== undefined && field !== '-') rates[name] = Number(field);
  }
  return rates;
}
