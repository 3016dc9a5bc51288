import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPriceList, priceOf, pricesVersion } from '../../../lib/pipeline/index.ts';

const list = createPriceList();
const at = new Date('2026-11-01T00:00:00Z');

beforeAll(() => list.load());

describe('priceOf()', () => {
  // US dollars per million tokens, from the providers' price lists.
  it.each([
    ['openai', 'gpt-4o', 2.5, 10],
    ['openai', 'gpt-4.1', 2, 8],
    ['openai', 'o3', 2, 8],
    ['openai', 'o4-mini', 1.1, 4.4],
    ['openai', 'gpt-4o-mini', 0.15, 0.6],
    ['anthropic', 'claude-sonnet-4', 3, 15],
    ['anthropic', 'claude-haiku-3.5', 0.8, 4],
    ['google', 'gemini-2.5-pro', 1.25, 10],
    ['google', 'gemini-2.5-flash', 0.3, 2.5],
  ])('prices %s/%s', (provider, model, inputUsd, outputUsd) => {
    const cost = priceOf({ provider, model, usage: { inputTokens: 1000, outputTokens: 500 }, at }, list);
    expect(cost).toMatchObject({
      status: 'priced',
      parts: { input: Math.round(inputUsd * 1e9), output: Math.round(outputUsd * 5e8) },
      totalPico: Math.round(inputUsd * 1e9) + Math.round(outputUsd * 5e8),
      source: `@pydantic/genai-prices@${pricesVersion}`,
    });
  });

  it('prices cached tokens at their own rates', () => {
    const usage = { inputTokens: 30_000, cacheReadTokens: 20_000, outputTokens: 3000 };
    expect(priceOf({ provider: 'openai', model: 'gpt-4o-mini', usage, at }, list)).toMatchObject({
      totalPico: 7_800_000_000,
      parts: { input: 4_500_000_000, cacheRead: 1_500_000_000, output: 1_800_000_000 },
    });
  });

  it('prices a long prompt in its tier and says which', () => {
    const usage = { inputTokens: 250_000, outputTokens: 1000 };
    expect(priceOf({ provider: 'google', model: 'gemini-2.5-pro', usage, at }, list)).toMatchObject({
      parts: { input: 250_000 * 2_500_000, output: 1000 * 15_000_000 },
      tier: '> 200,000 input tokens',
    });
  });

  it('leaves an unknown model unpriced, with the id that was looked for', () => {
    const usage = { inputTokens: 1, outputTokens: 1 };
    expect(priceOf({ provider: 'acme', model: 'acme-1', usage, at }, list)).toEqual({
      status: 'unpriced',
      reason: 'unknown-model',
      modelId: 'acme-1',
    });
  });

  it('leaves a call without usage unpriced', () => {
    expect(priceOf({ provider: 'openai', model: 'gpt-4o', at }, list)).toMatchObject({
      reason: 'unknown-usage',
    });
  });

  it.each([
    ['openai.responses', 'gpt-4o-mini'],
    ['openai', 'gpt-4o-mini-2024-07-18'],
    ['openrouter', 'openai/gpt-4o-mini'],
    ['google', 'models/gemini-2.5-flash'],
  ])('finds the price of %s %s', (provider, model) => {
    const usage = { inputTokens: 1, outputTokens: 1 };
    expect(priceOf({ provider, model, usage, at }, list).status).toBe('priced');
  });

  it('is a whole number, never negative, and the sum of its parts', () => {
    const tokens = fc.nat(10_000_000);
    fc.assert(
      fc.property(
        fc.record({
          inputTokens: tokens,
          cacheReadTokens: tokens,
          cacheWrite5mTokens: tokens,
          outputTokens: tokens,
        }),
        (usage) => {
          const cost = priceOf({ provider: 'anthropic', model: 'claude-sonnet-4', usage, at }, list);
          if (cost.status !== 'priced') throw new Error('unpriced');
          expect(Number.isSafeInteger(cost.totalPico) && cost.totalPico >= 0).toBe(true);
          expect(Object.values(cost.parts).reduce((sum, part) => sum + part, 0)).toBe(cost.totalPico);
        },
      ),
    );
  });

  it('names the version of the price data that is installed', () => {
    const path = new URL('../../../node_modules/@pydantic/genai-prices/package.json', import.meta.url);
    expect(JSON.parse(readFileSync(path, 'utf8')).version).toBe(pricesVersion);
  });
});
