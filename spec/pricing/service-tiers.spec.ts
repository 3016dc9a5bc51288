import { describe, expect, it } from 'vitest';
import type { Usage } from '../../lib/model/index.ts';
import { listWith, pricer } from '../support/prices.ts';

const price = pricer();
const usage: Usage = { inputTokens: 1000, cacheReadTokens: 100, outputTokens: 10 };
const at = (serviceTier: string, more: Partial<Usage> = {}): Usage => ({ ...usage, ...more, serviceTier });

describe('a call in a service tier', () => {
  // Dollars per million tokens: input, cached input, output.
  it.each<[string, string, number, number, number]>([
    ['openai/gpt-5', 'flex', 0.625, 0.0625, 5],
    ['openai/gpt-5', 'priority', 2.5, 0.25, 20],
    ['openai/gpt-5', 'batch', 0.625, 0.0625, 5],
    ['openai/gpt-5-mini-2025-08-07', 'priority', 0.45, 0.045, 3.6],
    ['openai/gpt-5-nano', 'flex', 0.025, 0.0025, 0.2],
    ['openai/gpt-5.4', 'flex', 1.25, 0.125, 7.5],
    ['openai/gpt-5.4-mini', 'priority', 1.5, 0.15, 9],
    ['openai/gpt-5.5', 'priority', 12.5, 1.25, 75],
    ['openai/gpt-6-sol', 'batch', 1, 0.1, 5],
    ['openai/gpt-6.1-sol', 'flex', 1, 0.05, 5],
    ['openai/gpt-4.1', 'priority', 3.5, 0.875, 14],
    ['openai/gpt-4.1', 'batch', 1, 1, 4],
    ['openai/gpt-4o', 'priority', 4.25, 2.125, 17],
    ['openai/gpt-4o-mini', 'priority', 0.25, 0.125, 1],
    ['openai/o3', 'flex', 1, 0.25, 4],
    ['openai/o4-mini', 'priority', 2, 0.5, 8],
    ['anthropic/claude-sonnet-4-5', 'batch', 1.5, 0.15, 7.5],
    ['anthropic/claude-opus-4-7', 'fast', 30, 3, 150],
    ['anthropic/claude-opus-4-8', 'fast', 10, 1, 50],
    ['anthropic/claude-opus-5', 'fast', 10, 1, 50],
    ['anthropic/claude-haiku-5-5', 'batch', 0.05, 0.005, 0.25],
    ['google/gemini-2.5-pro', 'flex', 0.625, 0.0625, 5],
    ['google/gemini-2.5-pro', 'priority', 2.25, 0.225, 18],
    ['google/gemini-2.5-flash', 'batch', 0.15, 0.03, 1.25],
    ['groq/llama-3.3-70b-versatile', 'flex', 0.59, 0.59, 0.79],
    ['groq/llama-3.3-70b-versatile', 'batch', 0.295, 0.295, 0.395],
    ['amazon-bedrock/amazon.nova-pro-v1:0', 'priority', 1.4, 0.35, 5.6],
    ['amazon-bedrock/amazon.nova-pro-v1:0', 'flex', 0.4, 0.1, 1.6],
  ])('is priced at the rates of its tier: %s, %s', (name, tier, input, cacheRead, output) => {
    const parts = {
      input: Math.round(input * 1000 * 1e6),
      cacheRead: Math.round(cacheRead * 100 * 1e6),
      output: Math.round(output * 10 * 1e6),
    };
    expect(price(name, at(tier))).toMatchObject({
      status: 'priced',
      serviceTier: tier,
      parts,
      totalPico: parts.input + parts.cacheRead + parts.output,
    });
  });

  it('keeps the band of a long prompt', () => {
    expect(price('openai/gpt-5.4', at('flex', { inputTokens: 300_000 }))).toMatchObject({
      tier: '> 272,000 input tokens',
      parts: { input: 300_000 * 2_500_000, output: 10 * 11_250_000 },
    });
  });

  it.each(['auto', 'default', 'DEFAULT', 'standard', 'on_demand', 'on-demand', 'standard_only', ''])(
    'has the standard price and no tier when the tier is named "%s"',
    (tier) => {
      const cost = price('openai/gpt-5', at(tier));
      expect(cost).toEqual(price('openai/gpt-5', usage));
      expect(cost).not.toHaveProperty('serviceTier');
    },
  );

  it.each([
    ['openai/gpt-5', 'scale'],
    ['openai/gpt-4o', 'flex'],
    ['openai/gpt-5-chat-latest', 'priority'],
    ['openai/gpt-6-sol', 'priority'],
    ['anthropic/claude-sonnet-4-5', 'priority'],
    ['anthropic/claude-sonnet-4-5', 'fast'],
    ['google-vertex/gemini-2.5-pro', 'provisioned_throughput'],
    ['groq/llama-3.3-70b-versatile', 'performance'],
    ['amazon-bedrock/anthropic.claude-haiku-5-5-v1:0', 'flex'],
    ['amazon-bedrock/amazon.nova-pro-v1:0', 'reserved'],
    ['azure/gpt-4o', 'priority'],
    ['openrouter/openai/gpt-5', 'flex'],
    ['openai/gpt-5', 'constructor'],
    ['openai/gpt-5', '__proto__'],
  ])('is unpriced when the rate of its tier is unknown: %s, %s', (name, tier) => {
    expect(price(name, at(tier))).toMatchObject({
      status: 'unpriced',
      reason: 'unknown-tier',
      serviceTier: tier,
    });
  });

  it('is unpriced as an unknown model when the model has no price at all', () => {
    expect(price('acme/acme-1', at('flex'))).toMatchObject({ reason: 'unknown-model', serviceTier: 'flex' });
  });

  it('has the rates of a user definition: a factor, or rates of its own', () => {
    const rates = { input: 4, cacheRead: 1, output: 8 };
    const own = { input: 2, cacheRead: 1, output: 4, serviceTiers: { Flex: 0.25, vip: rates } };
    const defined = pricer(listWith({ 'openai/gpt-5': own }));
    expect(defined('openai/gpt-5', at('flex'))).toMatchObject({
      totalPico: 1000 * 500_000 + 100 * 250_000 + 10 * 1_000_000,
    });
    expect(defined('openai/gpt-5', at('vip'))).toMatchObject({
      totalPico: 1000 * 4_000_000 + 100 * 1_000_000 + 10 * 8_000_000,
    });
    expect(defined('openai/gpt-5', at('priority'))).toMatchObject({ reason: 'unknown-tier' });
  });

  it.each([
    [0.5, 'serviceTiers must be an object such as { "flex": 0.5 }, not 0.5.'],
    [
      { flex: -1 },
      'serviceTiers.flex must be a factor from 0 to 100, or rates with input and output, not -1.',
    ],
    [
      { flex: { input: 1 } },
      'serviceTiers.flex must be a factor from 0 to 100, or rates with input and output, not {"input":1}.',
    ],
    [{ flex: { input: 1, output: 1, above: 1 } }, 'above is not a priced part.'],
  ])('is refused in a definition with the accepted form: %j', (serviceTiers, message) => {
    expect(() => listWith({ a: { input: 1, output: 1, serviceTiers: serviceTiers as never } })).toThrow(
      message,
    );
  });
});
