import { describe, expect, it } from 'vitest';
import { haveSameTokenizer } from '../../lib/pricing/index.ts';

describe('haveSameTokenizer()', () => {
  it.each([
    ['openai/gpt-4o', 'openai/gpt-5-mini', true],
    ['openai/gpt-4o', 'azure/o3', true],
    ['openai/gpt-4', 'openai/gpt-4o', false],
    ['openai/gpt-4-turbo', 'openai/gpt-3.5-turbo', true],
    ['anthropic/claude-sonnet-4-5', 'anthropic/claude-3-5-haiku', true],
    ['anthropic/claude-opus-4-6', 'anthropic/claude-opus-4-7', false],
    ['anthropic/claude-opus-4-7', 'anthropic/claude-opus-5', true],
    ['amazon-bedrock/us.anthropic.claude-sonnet-4-5-v1:0', 'anthropic/claude-sonnet-4', true],
    ['openai/gpt-4o', 'anthropic/claude-sonnet-4-5', false],
    ['google/gemini-2.5-pro', 'openrouter/google/gemini-3-flash', true],
    ['acme/acme-1', 'acme/acme-1', true],
    ['acme/acme-1', 'acme/acme-2', false],
    ['', 'openai/gpt-4o', false],
  ])('compares %s and %s: %s', (a, b, isSame) => {
    expect(haveSameTokenizer(a, b)).toBe(isSame);
  });
});
