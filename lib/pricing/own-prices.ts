import { sdk } from '../model/index.ts';
import { deepSeekPrices } from './deepseek-prices.ts';
import {
  type Defined,
  type DefinedPrices,
  type PriceDefinition,
  type PriceDefinitions,
  readDefinitions,
  type SamePrice,
} from './definitions.ts';
import { feesOf } from './fees.ts';
import { toModelPrice } from './rates.ts';
import { serviceTiersOf } from './service-tiers.ts';

/** Day of the newest announcement that these prices follow. */
const checked = '2026-10-07';

const grok4Fast: PriceDefinition = {
  input: 0.2,
  cacheRead: 0.05,
  output: 0.5,
  tiers: [{ above: 128_000, input: 0.4, output: 1 }],
};

const grok4: PriceDefinition = {
  input: 3,
  cacheRead: 0.75,
  output: 15,
  tiers: [{ above: 128_000, input: 6, output: 30 }],
};

function embedding(input: number): PriceDefinition {
  return { input, output: 0 };
}

/** Defines the price of a model under both names of xAI. */
function atXai(model: string, price: PriceDefinition | SamePrice): PriceDefinitions {
  return { [`xai/${model}`]: price, [`x-ai/${model}`]: price };
}

/**
 * Published provider prices that are missing or outdated in `@pydantic/genai-prices`.
 *
 * @see https://platform.claude.com/docs/en/about-claude/pricing
 * @see https://platform.openai.com/docs/pricing
 * @see https://docs.x.ai/docs/models
 * @see https://mistral.ai/pricing
 * @see https://docs.z.ai/guides/overview/pricing
 * @see https://docs.voyageai.com/docs/pricing
 */
const ownPrices: PriceDefinitions = {
  // Released 2026-09-29.
  'openai/gpt-6.1-sol': {
    input: 2,
    cacheRead: 0.1,
    cacheWrite5m: 2.5,
    output: 10,
    tiers: [{ above: 272_000, input: 4, cacheRead: 0.2, cacheWrite5m: 5, output: 15 }],
  },
  // Released 2026-10-07.
  'anthropic/claude-haiku-5-5': {
    input: 0.1,
    cacheRead: 0.01,
    cacheWrite5m: 0.125,
    cacheWrite1h: 0.2,
    output: 0.5,
    tiers: [
      { above: 100_000, input: 0.5, cacheRead: 0.05, cacheWrite5m: 0.625, cacheWrite1h: 1, output: 2.5 },
    ],
  },
  'anthropic/claude-sonnet-5-5': [
    { input: 2, cacheRead: 0.2, cacheWrite5m: 2.5, cacheWrite1h: 4, output: 10 },
    { from: '2026-10-07', input: 2, cacheRead: 0.1, cacheWrite5m: 2.5, cacheWrite1h: 4, output: 10 },
  ],
  'openai/gpt-4o-audio-preview': { input: 2.5, audioInput: 40, output: 10, audioOutput: 80 },
  'openai/gpt-4o-audio-preview-2024-10-01': { input: 2.5, audioInput: 100, output: 10, audioOutput: 200 },
  'openai/gpt-4o-mini-audio-preview': { input: 0.15, audioInput: 10, output: 0.6, audioOutput: 20 },
  'openai/ft:gpt-4.1': { input: 3, cacheRead: 0.75, output: 12 },
  'openai/ft:gpt-4.1-mini': { input: 0.8, cacheRead: 0.2, output: 3.2 },
  'openai/ft:gpt-4.1-nano': { input: 0.2, cacheRead: 0.05, output: 0.8 },
  'openai/ft:gpt-4o': { input: 3.75, cacheRead: 1.875, output: 15 },
  'openai/ft:gpt-4o-mini': { input: 0.3, cacheRead: 0.15, output: 1.2 },
  'openai/ft:o4-mini': { input: 4, cacheRead: 1, output: 16 },
  ...atXai('grok-4-fast', grok4Fast),
  ...atXai('grok-4-fast-reasoning', grok4Fast),
  ...atXai('grok-4-fast-non-reasoning', grok4Fast),
  ...atXai('grok-4-1-fast', grok4Fast),
  ...atXai('grok-4-1-fast-reasoning', grok4Fast),
  ...atXai('grok-4-1-fast-non-reasoning', grok4Fast),
  ...atXai('grok-4-0709', grok4),
  ...atXai('grok-4', { sameAs: 'x-ai/grok-4-0709' }),
  // The name follows the newest version: Large 2, 3 and 4.
  'mistral/mistral-large-latest': [
    { input: 2, output: 6 },
    { from: '2025-12-02', input: 0.5, cacheRead: 0.05, output: 1.5 },
    { from: '2026-10-06', input: 0.7, cacheRead: 0.07, output: 2.1 },
  ],
  // Small 3.2 and Small 4.
  'mistral/mistral-small-latest': [
    { input: 0.1, cacheRead: 0.01, output: 0.3 },
    { from: '2026-03-16', input: 0.15, cacheRead: 0.015, output: 0.6 },
  ],
  'openai/tts-1': { input: 0, output: 0, fees: { inputCharacters: 0.015 } },
  'openai/tts-1-hd': { input: 0, output: 0, fees: { inputCharacters: 0.03 } },
  'mistral/codestral-embed': embedding(0.15),
  'cohere/embed-english-v3.0': embedding(0.1),
  'cohere/embed-multilingual-v3.0': embedding(0.1),
  'voyage/voyage-3.5': embedding(0.06),
  'voyage/voyage-3.5-lite': embedding(0.02),
  'voyage/voyage-3-large': embedding(0.18),
  'voyage/voyage-code-3': embedding(0.18),
  'amazon-bedrock/amazon.titan-embed-text-v2:0': embedding(0.02),
  'alibaba/text-embedding-v3': embedding(0.07),
  'alibaba/text-embedding-v4': embedding(0.07),
  'zai/glm-4.5-flash': { input: 0, output: 0 },
  'zai/glm-4.6v-flash': { input: 0, output: 0 },
  'zai/glm-4.7-flash': { input: 0, output: 0 },
};

const source = `${sdk.name}@${sdk.version}`;

/** The price of the free variants of OpenRouter. */
const free = toModelPrice([{ input: 0, output: 0 }], {
  modelId: 'openrouter/:free',
  source,
  checked,
}) as Defined;

/** Returns the prices of this package, validated once. */
export const readOwnPrices = (): DefinedPrices => {
  read ??= readPrices();
  return read;
};

let read: DefinedPrices | undefined;

function readPrices(): DefinedPrices {
  const defined = readDefinitions(ownPrices, 'The price list', source, { checked, feesOf, serviceTiersOf });
  const hourly = new Map(
    Object.entries(deepSeekPrices).map(([modelId, prices]) => [
      modelId,
      toModelPrice(prices, { modelId, source, checked }),
    ]),
  );
  return {
    source,
    models: [...hourly.keys(), ...defined.models],
    find(names) {
      const [first] = names.names;
      if (first?.provider === 'openrouter' && first.model.endsWith(':free')) return free;
      for (const { provider, model } of names.names) {
        const price = hourly.get(`${provider}/${model}`);
        if (price) return price;
      }
      return defined.find(names);
    },
  };
}
