import { describe, expect, it } from 'vitest';
import type { Usage } from '../../lib/model/index.ts';
import { listWith, pricer } from '../support/prices.ts';

const price = pricer();
const usage = (units: Usage['units'], more: Partial<Usage> = {}): Usage => ({
  inputTokens: 0,
  outputTokens: 0,
  ...more,
  ...(units ? { units } : {}),
});

describe('a unit that is not a token', () => {
  // Dollars per thousand units.
  it.each<[string, Usage['units'], number]>([
    ['openai/gpt-5', { webSearches: 3 }, 3 * 10],
    ['openai/gpt-5.4', { fileSearches: 4 }, 4 * 2.5],
    ['openai/gpt-4o', { webSearchPreviews: 2 }, 2 * 25],
    ['openai/o3', { webSearchPreviews: 2 }, 2 * 10],
    ['openai/gpt-6.1-sol', { webSearches: 1 }, 10],
    ['anthropic/claude-sonnet-4-5', { webSearches: 5 }, 5 * 10],
    ['anthropic/claude-haiku-5-5', { webSearches: 5 }, 5 * 10],
    ['google/gemini-2.5-flash', { groundedPrompts: 1 }, 35],
    ['google/gemini-2.5-flash', { mapsPrompts: 1 }, 25],
    ['google-vertex/gemini-3-flash-preview', { groundedQueries: 3 }, 3 * 14],
    ['xai/grok-4', { webSearches: 2, codeExecutions: 1 }, 2 * 5 + 5],
    ['xai/grok-4', { searchSources: 8 }, 8 * 25],
    ['perplexity/sonar', { requestsLow: 1 }, 5],
    ['perplexity/sonar', { requestsHigh: 1 }, 12],
    ['perplexity/sonar-pro', { requestsMedium: 1 }, 10],
    ['perplexity/sonar-reasoning-pro', { requestsLow: 1 }, 6],
    ['perplexity/sonar-deep-research', { searchQueries: 20, citationTokens: 3000 }, 20 * 5 + 3000 * 0.002],
    ['openai/whisper-1', { inputSeconds: 90 }, 90 * 0.1],
    ['openai/tts-1', { inputCharacters: 4000 }, 4000 * 0.015],
  ])('has its own fee as a part of the cost: %s %j', (name, units, thousandths) => {
    const cost = price(name, usage(units));
    expect(cost).toMatchObject({ status: 'priced', totalPico: Math.round(thousandths * 1e9) });
    expect(cost).not.toHaveProperty('incomplete');
  });

  it('is added to the cost of the tokens', () => {
    const cost = price('openai/gpt-5', usage({ webSearches: 1 }, { inputTokens: 100, outputTokens: 10 }));
    expect(cost).toMatchObject({
      parts: { input: 125_000_000, output: 100_000_000, webSearches: 10_000_000_000 },
      totalPico: 10_225_000_000,
    });
  });

  it.each<[string, Usage['units'], readonly string[]]>([
    ['openai/gpt-5', { codeExecutions: 1 }, ['codeExecutions']],
    ['openai/gpt-5', { generatedImages: 1, otherTools: 2 }, ['generatedImages', 'otherTools']],
    ['anthropic/claude-sonnet-4-5', { codeExecutions: 1 }, ['codeExecutions']],
    ['azure/gpt-4o', { webSearches: 1 }, ['webSearches']],
    ['google/gemini-3-flash-preview', { mapsPrompts: 1 }, ['mapsPrompts']],
    ['groq/openai/gpt-oss-120b', { webSearches: 1 }, ['webSearches']],
    ['perplexity/sonar', undefined, ['requests']],
    ['perplexity/sonar-pro', { requests: 1 }, ['requests']],
    ['openai/gpt-4o-search-preview', undefined, ['webSearches']],
    ['openrouter/openai/gpt-4o-mini:online', undefined, ['webSearches']],
  ])('makes the cost incomplete when its fee is unknown: %s %j', (name, units, incomplete) => {
    expect(price(name, usage(units, { inputTokens: 10, outputTokens: 1 }))).toMatchObject({
      status: 'priced',
      incomplete,
    });
  });

  it.each(['constructor', '__proto__', 'toString', 'a-new-unit'])(
    'is ignored when its name is %s',
    (name) => {
      const units = JSON.parse(`{ "${name}": 5 }`);
      const tokens = { inputTokens: 10, outputTokens: 1 };
      expect(price('openai/gpt-5', usage(units, tokens))).toEqual(price('openai/gpt-5', usage({}, tokens)));
    },
  );

  it('has the fee of a user definition', () => {
    const own = { input: 1, output: 1, fees: { webSearches: 7 } };
    const defined = pricer(listWith({ 'acme/acme-1': own }));
    expect(defined('acme/acme-1', usage({ webSearches: 2 }))).toMatchObject({ totalPico: 14e9 });
    expect(defined('acme/acme-1', usage({ fileSearches: 2 }))).toMatchObject({
      incomplete: ['fileSearches'],
    });
  });

  it.each([
    [3, 'fees must be an object such as { "webSearches": 10 }, not 3.'],
    [{ searches: 3 }, 'searches is not a billed unit. Use webSearches,'],
    [
      { webSearches: -1 },
      'fees.webSearches must be US dollars per thousand, a number from 0 to 1000000, not -1.',
    ],
  ])('is refused in a definition with the accepted form: %j', (fees, message) => {
    expect(() => listWith({ a: { input: 1, output: 1, fees: fees as never } })).toThrow(message);
  });
});

describe('a token that is not text', () => {
  it.each([
    ['google/gemini-2.5-flash-image', { imageOutputTokens: 1290 }, 1290 * 30e6],
    ['google/gemini-3-pro-image-preview', { imageOutputTokens: 1120 }, 1120 * 120e6],
    ['openai/gpt-image-1', { imageInputTokens: 100, imageOutputTokens: 100 }, 100 * 10e6 + 100 * 40e6],
    [
      'google/gemini-2.5-flash',
      { audioInputTokens: 10, cacheReadTokens: 30, audioCacheReadTokens: 10 },
      10 * 1e6 + 10 * 0.1e6 + 20 * 0.03e6,
    ],
    ['openai/gpt-realtime', { audioInputTokens: 10, audioOutputTokens: 5 }, 10 * 32e6 + 5 * 64e6],
  ])('has its own rate: %s %j', (name, tokens, totalPico) => {
    const cost = price(name, usage(undefined, tokens));
    expect(cost).toMatchObject({ totalPico });
    expect(cost).not.toHaveProperty('incomplete');
  });

  it.each([
    ['openai/gpt-5', { imageOutputTokens: 10 }, ['imageOutput']],
    ['google/gemini-2.5-flash', { audioOutputTokens: 10 }, ['audioOutput']],
    ['openrouter/google/gemini-2.5-flash-image', { imageOutputTokens: 10 }, ['imageOutput']],
  ])('makes the cost incomplete when its rate is unknown: %s %j', (name, tokens, incomplete) => {
    expect(price(name, usage(undefined, tokens))).toMatchObject({ status: 'priced', incomplete });
  });

  it('is free of output cost for an embedding', () => {
    expect(price('openai/text-embedding-3-small', usage(undefined, { inputTokens: 1000 }))).toMatchObject({
      totalPico: 1000 * 20_000,
    });
  });
});
