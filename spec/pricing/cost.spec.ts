import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Usage } from '../../lib/model/index.ts';
import { createPriceList, priceOf, pricesVersion } from '../../lib/pricing/index.ts';
import { pricedCases, pricer } from '../support/prices.ts';

const price = pricer();
const one = { inputTokens: 1, outputTokens: 1 };
const rateOf = (name: string, day?: string) => {
  const cost = price(name, one, day);
  return cost.status === 'priced' ? [cost.parts.input, cost.parts.output] : cost.reason;
};

describe('priceOf()', () => {
  it.each(pricedCases)(
    'is exact to the pico-dollar for case $title',
    ({ name, usage, at, expected_pico }) => {
      const cost = price(name, usage, at);
      expect(cost.status === 'priced' && String(cost.totalPico)).toBe(expected_pico);
    },
  );

  it.each([
    ['openai/gpt-4o', 2.5, 10],
    ['openai/gpt-4.1', 2, 8],
    ['openai/o3', 2, 8],
    ['openai/o4-mini', 1.1, 4.4],
    ['openai/gpt-4o-mini', 0.15, 0.6],
    ['anthropic/claude-sonnet-4', 3, 15],
    ['anthropic/claude-haiku-3.5', 0.8, 4],
    ['google/gemini-2.5-pro', 1.25, 10],
    ['google/gemini-2.5-flash', 0.3, 2.5],
  ])('prices %s at $%f in and $%f out per million tokens', (name, inputUsd, outputUsd) => {
    expect(rateOf(name)).toEqual([Math.round(inputUsd * 1e6), Math.round(outputUsd * 1e6)]);
  });

  it('prices each part of a usage at its own rate and records the source', () => {
    const usage = {
      inputTokens: 1,
      cacheReadTokens: 10,
      cacheWrite5mTokens: 100,
      cacheWrite1hTokens: 1000,
      outputTokens: 10_000,
      reasoningTokens: 9000,
    };
    expect(price('anthropic/claude-opus-4-1', usage)).toEqual({
      status: 'priced',
      totalPico: 15e6 + 15e6 + 1875e6 + 30_000e6 + 750_000e6,
      parts: {
        input: 15_000_000,
        cacheRead: 15_000_000,
        cacheWrite5m: 1_875_000_000,
        cacheWrite1h: 30_000_000_000,
        output: 750_000_000_000,
      },
      modelId: 'anthropic/claude-opus-4-1',
      source: `@pydantic/genai-prices@${pricesVersion}`,
      checked: expect.stringMatching(/^2026-\d\d-\d\d$/),
    });
  });

  it('prices audio input, audio output and reasoning at their own rates', () => {
    const audio = { inputTokens: 1, audioInputTokens: 10, outputTokens: 1, audioOutputTokens: 10 };
    expect(price('openai/gpt-4o-audio-preview', audio)).toMatchObject({
      parts: { audioInput: 400_000_000, audioOutput: 800_000_000 },
    });
    const thinking = { inputTokens: 1, outputTokens: 10, reasoningTokens: 8 };
    expect(price('perplexity/sonar-deep-research', thinking)).toMatchObject({
      parts: { output: 2 * 8_000_000, reasoning: 8 * 3_000_000 },
    });
  });

  it.each([
    ['google/gemini-2.5-pro', 200_000, 1_250_000, 2_500_000, '> 200,000 input tokens'],
    ['openai/gpt-5.4', 272_000, 2_500_000, 5_000_000, '> 272,000 input tokens'],
    ['openai/gpt-6.1-sol', 272_000, 2_000_000, 4_000_000, '> 272,000 input tokens'],
    ['anthropic/claude-haiku-5-5', 100_000, 100_000, 500_000, '> 100,000 input tokens'],
  ])(
    'prices a whole long prompt of %s in its tier and records the tier',
    (name, edge, below, above, tier) => {
      const at = (tokens: number) =>
        price(name, { inputTokens: 1, cacheReadTokens: tokens - 1, outputTokens: 0 });
      expect(at(edge)).toMatchObject({ parts: { input: below } });
      expect(at(edge)).not.toHaveProperty('tier');
      expect(at(edge + 1)).toMatchObject({ parts: { input: above }, tier });
    },
  );

  it('uses the prices of the day of the call and records their first day', () => {
    expect(rateOf('openai/o3', '2025-06-09T23:59:59Z')).toEqual([10_000_000, 40_000_000]);
    expect(rateOf('openai/o3', '2025-06-10T00:00:00Z')).toEqual([2_000_000, 8_000_000]);
    expect(rateOf('google/gemini-3.8-flash', '2026-12-31T23:59:59Z')).toEqual([750_000, 3_750_000]);
    expect(rateOf('google/gemini-3.8-flash', '2027-01-01T00:00:00Z')).toEqual([1_500_000, 7_500_000]);
    const cached = { inputTokens: 0, cacheReadTokens: 1, outputTokens: 0 };
    expect(price('anthropic/claude-sonnet-5-5', cached, '2026-10-06T23:59:59Z')).toMatchObject({
      totalPico: 200_000,
    });
    expect(price('anthropic/claude-sonnet-5-5', cached, '2026-10-07T00:00:00Z')).toMatchObject({
      totalPico: 100_000,
      from: '2026-10-07',
    });
  });

  it('leaves an unknown model unpriced and records the name for defining a price', () => {
    expect(price('acme.chat/models/Acme-1:online', one)).toEqual({
      status: 'unpriced',
      reason: 'unknown-model',
      modelId: 'acme/acme-1',
    });
  });

  it('leaves a call unpriced without usage or with an impossible usage', () => {
    expect(price('openai/gpt-4o', undefined)).toMatchObject({ reason: 'unknown-usage' });
    expect(price('openai/gpt-4o', { inputTokens: 1e16, outputTokens: 1 })).toMatchObject({
      reason: 'unknown-usage',
    });
  });

  it('keeps the reported cost beside the calculated cost', () => {
    const call = { provider: 'openrouter', usage: one, at: new Date(), reportedPico: 7 };
    const list = createPriceList();
    expect(priceOf({ ...call, model: 'openai/gpt-4o' }, list)).toMatchObject({
      totalPico: 12_500_000,
      reportedPico: 7,
    });
    expect(priceOf({ ...call, model: 'acme/acme-1' }, list)).toMatchObject({
      status: 'unpriced',
      reportedPico: 7,
    });
  });

  const names = [
    'anthropic/claude-sonnet-4',
    'openai/gpt-5.4',
    'google/gemini-2.5-flash',
    'perplexity/sonar-deep-research',
    'openai/gpt-realtime',
    'anthropic/claude-haiku-5-5',
  ];
  const tokens = fc.nat(5_000_000);
  const usages: fc.Arbitrary<Usage> = fc.record(
    {
      inputTokens: tokens,
      cacheReadTokens: tokens,
      cacheWrite5mTokens: tokens,
      cacheWrite1hTokens: tokens,
      audioInputTokens: tokens,
      outputTokens: tokens,
      audioOutputTokens: tokens,
      reasoningTokens: tokens,
    },
    { requiredKeys: ['inputTokens', 'outputTokens'] },
  );

  it('is a non-negative integer and the sum of its parts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), usages, (name, usage) => {
        const cost = price(name, usage);
        if (cost.status !== 'priced') throw new Error('unpriced');
        const parts = Object.values(cost.parts);
        expect(parts.every((part) => Number.isSafeInteger(part) && part > 0)).toBe(true);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(cost.totalPico);
      }),
    );
  });

  it('never decreases with more tokens', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), usages, tokens, (name, usage, more) => {
        const totals = [usage, { ...usage, inputTokens: usage.inputTokens + more }].map((used) => {
          const cost = price(name, used);
          return cost.status === 'priced' ? cost.totalPico : Number.NaN;
        });
        expect(totals[1]).toBeGreaterThanOrEqual(totals[0] as number);
      }),
    );
  });

  it('records the installed version of the price data', () => {
    const path = new URL('../../node_modules/@pydantic/genai-prices/package.json', import.meta.url);
    expect(JSON.parse(readFileSync(path, 'utf8')).version).toBe(pricesVersion);
  });
});

describe('the model name', () => {
  it.each([
    ['openai.responses/gpt-4o-mini', 'openai/gpt-4o-mini'],
    ['openai/gpt-4o-mini-2024-07-18', 'openai/gpt-4o-mini'],
    ['openai/gpt-4o-2031-02-03', 'openai/gpt-4o'],
    ['openai/GPT-4o', 'openai/gpt-4o'],
    ['openrouter/openai/gpt-4o-mini', 'openrouter/openai/gpt-4o-mini'],
    ['openrouter/openai/gpt-4o-mini:online', 'openrouter/openai/gpt-4o-mini'],
    ['vercel/anthropic/claude-sonnet-4', 'anthropic/claude-sonnet-4-0'],
    ['gateway/anthropic/claude-haiku-3.5', 'anthropic/claude-3-5-haiku-latest'],
    ['openrouter/vercel/openai/gpt-6.1-sol', 'openai/gpt-6.1-sol'],
    ['anthropic/claude-haiku-3-5', 'anthropic/claude-3-5-haiku-latest'],
    ['anthropic/claude-4.5-sonnet', 'anthropic/claude-sonnet-4-5'],
    ['anthropic/claude-sonnet-4@20250514', 'anthropic/claude-sonnet-4-0'],
    ['google/models/gemini-2.5-flash', 'google/gemini-2.5-flash'],
    ['google-vertex/claude-haiku-5-5@20261007', 'anthropic/claude-haiku-5-5'],
    ['azure-openai/gpt-4o', 'openai/gpt-4o'],
    ['amazon-bedrock/eu.anthropic.claude-haiku-5-5-v1:0', 'anthropic/claude-haiku-5-5'],
    ['xai/grok-4', 'x-ai/grok-4-0709'],
  ])('%s is priced as %s', (name, modelId) => {
    expect(price(name, one)).toMatchObject({ status: 'priced', modelId });
  });

  it.each([
    ['a version that is not listed yet', 'anthropic/claude-sonnet-5-6'],
    ['a smaller or larger kind', 'openai/gpt-5-nano-pro'],
    ['a variant with a price of its own', 'openrouter/openai/gpt-oss-120b:extended'],
    ['an open model behind a gateway', 'vercel/openai/gpt-oss-120b'],
    ['an open model at an unknown host', 'acme/openai/gpt-oss-20b'],
    ['an empty provider', '/mystery'],
  ])('of %s does not match a model with the same prefix', (_, name) => {
    expect(price(name, one)).toMatchObject({ status: 'unpriced', reason: 'unknown-model' });
  });
});
