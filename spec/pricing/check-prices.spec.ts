import { describe, expect, it } from 'vitest';
import { checkPrices, createPriceList, type PriceDefinitions } from '../../lib/pricing/index.ts';
import { secondPrices } from '../../lib/pricing/second-prices.ts';
import { listWith, pricer } from '../support/prices.ts';

const now = new Date('2026-12-01T12:00:00Z');
const one = { inputTokens: 1, outputTokens: 1 };

const check = (definitions: PriceDefinitions = {}, at = now) => {
  const list = listWith(definitions);
  return checkPrices(list, at);
};

describe('checkPrices()', () => {
  it('lists each source with its day, and marks a source as stale after 180 days', () => {
    const days = { a: '2026-06-04', b: '2026-06-05' };
    const { sources, staleDays } = check({
      'acme/a': { input: 1, output: 1, checked: days.a },
      'acme/b': { input: 1, output: 1, checked: days.b },
      'acme/c': { input: 1, output: 1 },
    });
    const users = sources.filter(({ source }) => source.startsWith('user-0'));
    expect(users).toMatchObject([
      { checked: days.a, models: 1, isStale: true },
      { checked: days.b, models: 1, isStale: false },
      { models: 1, isStale: false },
    ]);
    expect(staleDays).toBe(180);
    expect(sources.map(({ source }) => source)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^@sentrial\/mastra@/),
        expect.stringMatching(/^@pydantic\/genai-prices@/),
      ]),
    );
  });

  it('lists differences of more than 5 % from the second source', () => {
    const row = secondPrices().find(({ modelId }) => modelId === 'alibaba/qwen-flash');
    const { input = 0, output = 0 } = row?.price ?? {};
    const near = check({ 'alibaba/qwen-flash': { input: input * 1.05, output: output * 0.951 } });
    expect(near.differences.filter(({ modelId }) => modelId === 'alibaba/qwen-flash')).toEqual([]);
    const far = check({ 'alibaba/qwen-flash': { input: input * 1.06, output } });
    expect(far.differences.filter(({ modelId }) => modelId === 'alibaba/qwen-flash')).toMatchObject([
      {
        part: 'input',
        usd: expect.closeTo(input * 1.06),
        secondUsd: input,
        secondSource: row?.source,
        source: expect.stringMatching(/^user-0@/),
      },
    ]);
  });

  it('lists no difference for a price that holds at another hour of the day', () => {
    expect(check().differences.filter(({ modelId }) => modelId === 'deepseek/deepseek-flash')).toEqual([]);
  });

  it('finds differences in a few models only', () => {
    const { differences, compared } = check();
    expect(compared).toBeGreaterThan(200);
    expect(new Set(differences.map(({ modelId }) => modelId)).size).toBeLessThan(compared / 5);
  });
});

describe('the day of a price', () => {
  it('marks the cost of a call that is made more than 180 days later as stale', () => {
    const price = pricer(listWith({ 'acme/a': { input: 1, output: 1, checked: '2026-01-01' } }));
    expect(price('acme/a', one, '2026-06-30T00:00:00Z')).not.toHaveProperty('isStale');
    expect(price('acme/a', one, '2026-06-30T00:00:01Z')).toMatchObject({
      checked: '2026-01-01',
      isStale: true,
    });
    expect(price('openai/gpt-4o', one)).not.toHaveProperty('isStale');
    expect(price('openai/gpt-4o', one, '2027-12-01')).toMatchObject({ isStale: true });
  });

  it('is absent without a day in the definition', () => {
    const price = pricer(listWith({ 'acme/a': { input: 1, output: 1 } }));
    expect(price('acme/a', one, '2030-01-01')).not.toHaveProperty('isStale');
    expect(price('acme/a', one)).not.toHaveProperty('checked');
  });

  it('is refused when it is not a day', () => {
    expect(() => listWith({ a: { input: 1, output: 1, checked: 'May' } })).toThrow(
      'checked must be a day such as "2026-10-07", not "May".',
    );
  });
});

describe('models()', () => {
  it('names each model with a price once', () => {
    const list = createPriceList();
    const models = list.models();
    expect(new Set(models).size).toBe(models.length);
    expect(models).toEqual(
      expect.arrayContaining(['openai/gpt-4o', 'deepseek/deepseek-chat', 'anthropic/claude-sonnet-5-5']),
    );
  });
});
