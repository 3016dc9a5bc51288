import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { secondPrices } from '../../lib/pricing/second-prices.ts';
import { pricer } from '../support/prices.ts';

const price = pricer();
const one = { inputTokens: 1, outputTokens: 1 };
const ratesOf = (name: string, day?: string) => {
  const cost = price(name, one, day);
  return cost.status === 'priced'
    ? [(cost.parts.input ?? 0) / 1e6, (cost.parts.output ?? 0) / 1e6]
    : cost.reason;
};

/** The models of Mastra's model router, by provider. */
const { models } = JSON.parse(
  readFileSync(
    new URL('../../node_modules/@mastra/core/dist/provider-registry.json', import.meta.url),
    'utf8',
  ),
) as { models: { readonly [provider: string]: readonly string[] } };

describe('a model at a host', () => {
  it.each([
    ['togetherai', 0.95],
    ['alibaba', 0.95],
    ['deepinfra', 0.95],
    ['zai', 0.85],
    ['fireworks-ai', 0.95],
    ['groq', 0.6],
    ['deepseek', 1],
    ['cerebras', 1],
    ['moonshotai', 0.9],
    ['openrouter', 0.9],
    ['mistral', 0.95],
  ])('is priced for nearly all models of the router: %s', (provider, share) => {
    const all = models[provider] ?? [];
    const unpriced = all.filter((model) => typeof ratesOf(`${provider}/${model}`) === 'string');
    expect(all.length).toBeGreaterThan(0);
    expect(1 - unpriced.length / all.length, unpriced.join(', ')).toBeGreaterThanOrEqual(share);
  });

  it.each([
    ['togetherai/Qwen/Qwen3.5-397B-A17B', 0.6, 3.6],
    ['together/moonshotai/Kimi-K2.6', 1.2, 4.5],
    ['alibaba/qwen-flash', 0.05, 0.4],
    ['deepinfra/openai/gpt-oss-20b', 0.03, 0.14],
    ['zai/glm-4.6', 0.6, 2.2],
    ['z-ai/glm-4.6', 0.6, 2.2],
    ['zai/glm-4.5-flash', 0, 0],
    ['fireworks-ai/accounts/fireworks/models/glm-5p2', 1.4, 4.4],
  ])('has the price of the host: %s', (name, input, output) => {
    expect(ratesOf(name)).toEqual([input, output]);
  });

  it('has the price of the cloud, and not of the vendor, for an open model', () => {
    expect(ratesOf('azure/deepseek-r1')).toEqual([1.35, 5.4]);
    expect(ratesOf('azure/deepseek-unknown')).toBe('unknown-model');
    expect(ratesOf('azure/kimi-unknown')).toBe('unknown-model');
    expect(ratesOf('azure/gpt-4o')).toEqual([2.5, 10]);
  });

  it('is free as a free variant of OpenRouter, unless it used something with a fee', () => {
    expect(price('openrouter/deepseek/deepseek-chat:free', one)).toMatchObject({
      status: 'priced',
      totalPico: 0,
    });
    const searched = { ...one, units: { webSearches: 1 } };
    expect(price('openrouter/openai/gpt-oss-120b:free', searched)).toMatchObject({
      totalPico: 0,
      incomplete: ['webSearches'],
    });
    expect(ratesOf('acme/acme-1:free')).toBe('unknown-model');
  });

  it('has the band of a long prompt', () => {
    const long = { inputTokens: 300_000, outputTokens: 1 };
    expect(price('xai/grok-4-fast', long)).toMatchObject({
      parts: { input: 300_000 * 400_000, output: 1_000_000 },
      tier: '> 128,000 input tokens',
    });
    expect(price('x-ai/grok-4', long)).toMatchObject({ parts: { output: 30_000_000 } });
    expect(price('xai/grok-4-1-fast', { inputTokens: 128_000, outputTokens: 1 })).not.toHaveProperty('tier');
  });
});

describe('an embedding', () => {
  it.each([
    ['openai/text-embedding-3-large', 0.13],
    ['google/gemini-embedding-001', 0.15],
    ['cohere/embed-v4.0', 0.12],
    ['azure/text-embedding-3-small', 0.02],
    ['mistral/mistral-embed', 0.1],
    ['voyage/voyage-3.5', 0.06],
    ['alibaba/text-embedding-v4', 0.07],
    ['amazon-bedrock/amazon.titan-embed-text-v2:0', 0.02],
  ])('is priced by its input: %s', (name, input) => {
    expect(price(name, { inputTokens: 1_000_000, outputTokens: 0 })).toMatchObject({
      totalPico: input * 1e12,
    });
  });
});

describe('a fine-tuned model', () => {
  it.each([
    ['openai/ft:gpt-4o-2024-08-06:acme::abc123', 3.75, 1.875, 15],
    ['openai/ft:gpt-4o-mini-2024-07-18:acme:name:abc123', 0.3, 0.15, 1.2],
    ['openai/ft:gpt-4.1-2025-04-14:acme::abc123', 3, 0.75, 12],
    ['openai/ft:gpt-4.1-nano-2025-04-14:acme::abc123', 0.2, 0.05, 0.8],
  ])('has its own rates, also for cached input: %s', (name, input, cacheRead, output) => {
    expect(price(name, { ...one, cacheReadTokens: 1 })).toMatchObject({
      parts: { input: input * 1e6, cacheRead: cacheRead * 1e6, output: output * 1e6 },
    });
  });
});

describe('a price that changes with the day and the hour', () => {
  it.each([
    ['2025-02-10T20:00:00Z', 0.27, 1.1],
    ['2025-02-26T20:00:00Z', 0.135, 0.55],
    ['2025-02-27T12:00:00Z', 0.27, 1.1],
    ['2025-09-05T20:00:00Z', 0.56, 1.68],
    ['2025-10-01T20:00:00Z', 0.28, 0.42],
    ['2026-05-01T03:00:00Z', 0.14, 0.28],
    ['2026-08-17T03:00:00Z', 0.44, 1.32],
    ['2026-08-17T05:00:00Z', 0.22, 0.66],
    ['2026-11-20T03:59:59Z', 0.3, 1.2],
    ['2026-11-20T04:00:00Z', 0.15, 0.6],
    ['2026-11-20T06:00:00Z', 0.3, 1.2],
    ['2026-11-21T06:00:00Z', 0.15, 0.6],
    ['2026-10-01T06:00:00Z', 0.15, 0.6],
  ])('is the one of its time for deepseek-chat: %s', (day, input, output) => {
    expect(ratesOf('deepseek/deepseek-chat', day)).toEqual([input, output]);
  });

  it.each([
    ['deepseek/deepseek-v4-pro', '2026-05-01T02:00:00Z', 0.435, 0.87],
    ['deepseek/deepseek-v4-pro', '2026-11-20T02:00:00Z', 1.32, 3.96],
    ['mistral/mistral-large-latest', '2025-11-01T00:00:00Z', 2, 6],
    ['mistral/mistral-large-latest', '2026-06-01T00:00:00Z', 0.5, 1.5],
    ['mistral/mistral-large-latest', '2026-11-20T00:00:00Z', 0.7, 2.1],
    ['mistral/mistral-large-2411', '2026-11-20T00:00:00Z', 2, 6],
  ])('is the one of its day: %s %s', (name, day, input, output) => {
    expect(ratesOf(name, day)).toEqual([input, output]);
  });
});

describe('the second source', () => {
  it('has plausible rows with a source and its day', () => {
    const rows = secondPrices();
    expect(rows.length).toBeGreaterThan(1000);
    for (const { modelId, source, checked, price: listed } of rows) {
      expect(modelId).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+$/);
      expect(source).toMatch(/^@.+@\d+\.\d+\.\d+$/);
      expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect((listed.input ?? Number.NaN) + (listed.output ?? Number.NaN)).toBeGreaterThan(0);
    }
  });

  it('names its source and the day in the cost', () => {
    expect(price('alibaba/qwen-flash', one)).toMatchObject({
      source: expect.stringMatching(/^@/),
      checked: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  });
});
