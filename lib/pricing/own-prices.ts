import { sdk } from '../model/index.ts';
import { type DefinedPrices, type PriceDefinitions, readDefinitions } from './definitions.ts';
import { feesOf } from './fees.ts';
import { serviceTiersOf } from './service-tiers.ts';

/**
 * Published provider prices that are missing or outdated in `@pydantic/genai-prices`.
 *
 * @see https://platform.claude.com/docs/en/about-claude/pricing
 * @see https://platform.openai.com/docs/pricing
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
};

/** Returns the prices of this package, validated once. */
export const readOwnPrices = (): DefinedPrices => {
  read ??= readDefinitions(ownPrices, 'The price list', `${sdk.name}@${sdk.version}`, {
    feesOf,
    serviceTiersOf,
  });
  return read;
};

let read: DefinedPrices | undefined;
