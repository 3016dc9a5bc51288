import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createPriceList,
  createUserPrices,
  definePrices,
  type PriceDefinitions,
  PricesFile,
} from '../../lib/pricing/index.ts';
import { listWith, pricer } from '../support/prices.ts';
import { tempDir } from '../support/temp-dir.ts';

const one = { inputTokens: 1, outputTokens: 1 };
const full = {
  inputTokens: 1,
  cacheReadTokens: 1,
  cacheWrite5mTokens: 1,
  cacheWrite1hTokens: 1,
  audioInputTokens: 1,
  outputTokens: 2,
  audioOutputTokens: 1,
  reasoningTokens: 1,
};

/** Creates a pricer with prices from code and from a file. */
const priceOfUser = (file = new PricesFile(), onProblem: (problem: Error) => void = () => undefined) =>
  pricer(createPriceList(createUserPrices(file, onProblem)));

function fileOf(content: string | PriceDefinitions): string {
  const path = join(tempDir(), 'sentrial.prices.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('a user price', () => {
  it('has a rate for each part, and omitted parts use the rate of their parent part', () => {
    const rates = { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, audioInput: 5 };
    const all = { ...rates, output: 6, audioOutput: 7, reasoning: 8 };
    const price = pricer(
      listWith({
        'acme/all': all,
        'acme/two': { input: 1, output: 6 },
        'acme/claude-x': { input: 1, output: 6 },
      }),
    );
    expect(price('acme/all', full)).toMatchObject({
      parts: {
        input: 1e6,
        cacheRead: 2e6,
        cacheWrite5m: 3e6,
        cacheWrite1h: 4e6,
        audioInput: 5e6,
        output: 6e6,
        audioOutput: 7e6,
        reasoning: 8e6,
      },
      modelId: 'acme/all',
      source: expect.stringMatching(/^user-0@[0-9a-f]{8}$/),
    });
    expect(price('acme/two', full)).toMatchObject({ totalPico: 5e6 + 3 * 6e6 });
    expect(price('acme/claude-x', full)).toMatchObject({ parts: { cacheWrite1h: 2e6 } });
  });

  it('overrides built-in prices by provider and model, or by model, in any spelling', () => {
    const price = pricer(
      listWith({
        'gpt-4o': { input: 1, output: 0 },
        'Azure/GPT-4o': { input: 2, output: 0 },
        'acme/acme-1': { input: 3, output: 0 },
      }),
    );
    const input = (name: string) => {
      const cost = price(name, one);
      return cost.status === 'priced' ? cost.parts.input : undefined;
    };
    expect(input('openai.chat/gpt-4o-2024-08-06')).toBe(1e6);
    expect(input('azure/gpt-4o')).toBe(2e6);
    expect(input('openrouter/openai/gpt-4o:online')).toBe(1e6);
    expect(input('acme.chat/models/acme-1@20260101')).toBe(3e6);
    expect(input('openai/gpt-4o-mini')).toBe(150_000);
  });

  it('applies from its first day, and earlier calls use built-in prices', () => {
    const price = pricer(
      listWith({
        'openai/gpt-4o': [
          { from: '2026-12-01', input: 9, output: 9 },
          { from: '2026-11-21', input: 8, output: 8 },
        ],
      }),
    );
    expect(price('openai/gpt-4o', one, '2026-11-20T23:59:59Z')).toMatchObject({ totalPico: 12_500_000 });
    expect(price('openai/gpt-4o', one, '2026-11-21')).toMatchObject({ totalPico: 16e6, from: '2026-11-21' });
    expect(price('openai/gpt-4o', one, '2026-12-24')).toMatchObject({ totalPico: 18e6, from: '2026-12-01' });
  });

  it('has tiers that change only the rates they name', () => {
    const tiers = [
      { above: 20, output: 30 },
      { above: 10, input: 2 },
    ];
    const price = pricer(listWith({ 'acme/acme-1': { input: 1, output: 3, tiers } }));
    const at = (tokens: number) => price('acme/acme-1', { inputTokens: tokens, outputTokens: 1 });
    expect(at(10)).toMatchObject({ totalPico: 10e6 + 3e6 });
    expect(at(11)).toMatchObject({ totalPico: 22e6 + 3e6, tier: '> 10 input tokens' });
    expect(at(21)).toMatchObject({ totalPico: 42e6 + 30e6, tier: '> 20 input tokens' });
  });

  it('can refer to the price of another model', () => {
    const price = pricer(
      listWith({
        'azure/our-deployment': { sameAs: 'openai/gpt-4o' },
        'azure/round': { sameAs: 'azure/about' },
        'azure/about': { sameAs: 'azure/round' },
      }),
    );
    expect(price('azure.chat/our-deployment', one)).toMatchObject({
      totalPico: 12_500_000,
      modelId: 'openai/gpt-4o',
    });
    expect(price('azure/round', one)).toMatchObject({ reason: 'unknown-model', modelId: 'azure/round' });
  });
});

describe('invalid prices', () => {
  it.each<[string, unknown, string]>([
    [
      'an array instead of an object',
      [],
      'it must be an object with a price for each model, such as { "acme/large-1": { "input": 3, "output": 15 } }.',
    ],
    [
      'a model without a name',
      { ' ': { input: 1, output: 1 } },
      'a model has no name. Write <provider>/<model>, or <model>.',
    ],
    [
      'a missing rate',
      { a: { input: 1 } },
      '"a": output is missing. Say what a million tokens cost in US dollars.',
    ],
    [
      'a rate as text',
      { a: { input: '3', output: 15 } },
      '"a": input must be US dollars per million tokens, a number from 0 to 1000000, not "3".',
    ],
    [
      'a rate below 0',
      { a: { input: 3, output: -1 } },
      '"a": output must be US dollars per million tokens, a number from 0 to 1000000, not -1.',
    ],
    [
      'an unknown part',
      { a: { input: 3, output: 1, cached: 1 } },
      '"a": cached is not a priced part. Use input, cacheRead, cacheWrite5m, cacheWrite1h, audioInput, imageInput, audioCacheRead, output, audioOutput, imageOutput, reasoning.',
    ],
    [
      'an invalid day',
      { a: { from: '2026-02-30', input: 3, output: 1 } },
      '"a": from must be a day such as "2026-10-07", not "2026-02-30".',
    ],
    [
      'the same day twice',
      {
        a: [
          { input: 3, output: 1 },
          { input: 4, output: 1 },
        ],
      },
      '"a": two of its prices start on the same day. Give each its own "from".',
    ],
    [
      'an empty list of prices',
      { a: [] },
      '"a": it has no price. Write { input, output }, or leave the model out.',
    ],
    [
      'a number instead of a price',
      { a: 3 },
      '"a": a price is an object such as { "input": 3, "output": 15 }, not 3.',
    ],
    [
      'a tier without an edge',
      { a: { input: 3, output: 1, tiers: [{ input: 6 }] } },
      '"a": above must be a whole number of input tokens, not undefined.',
    ],
    [
      'tiers that are not a list',
      { a: { input: 3, output: 1, tiers: {} } },
      '"a": tiers must be a list of { above, … }, not {}.',
    ],
    [
      'an alias with a rate',
      { a: { sameAs: 'b', input: 3 } },
      '"a": sameAs must be the name of another model, without other fields.',
    ],
  ])('throw an error with the location and the accepted form: %s', (_, prices, message) => {
    expect(() => definePrices(prices as PriceDefinitions)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: `The argument of definePrices() cannot be used: ${message}`,
      }),
    );
  });
});

describe('definePrices()', () => {
  it('adds to earlier definitions and overrides the file', () => {
    const path = fileOf({ 'specs/a': { input: 1, output: 0 }, 'specs/b': { input: 1, output: 0 } });
    const price = priceOfUser(new PricesFile(path));
    expect(price('specs/a', one)).toMatchObject({
      totalPico: 1e6,
      source: expect.stringMatching(/^sentrial\.prices\.json@[0-9a-f]{8}$/),
    });
    definePrices({ 'specs/a': { input: 2, output: 0 } });
    definePrices({ 'specs/c': { input: 3, output: 0 } });
    expect(price('specs/a', one)).toMatchObject({
      totalPico: 2e6,
      source: expect.stringMatching(/^definePrices\(\)@/),
    });
    expect(price('specs/b', one)).toMatchObject({ totalPico: 1e6 });
    expect(price('specs/c', one)).toMatchObject({ totalPico: 3e6 });
    definePrices({ 'specs/a': { input: 4, output: 0 } });
    expect(price('specs/a', one)).toMatchObject({ totalPico: 4e6 });
  });
});

describe('sentrial.prices.json', () => {
  afterEach(() => {
    delete process.env.SENTRIAL_PRICES_FILE;
  });

  it('is replaced by the file that SENTRIAL_PRICES_FILE names', () => {
    process.env.SENTRIAL_PRICES_FILE = fileOf({ 'specs/file': { input: 5, output: 0 } });
    expect(priceOfUser()('specs/file', one)).toMatchObject({ totalPico: 5e6 });
  });

  it('is optional unless SENTRIAL_PRICES_FILE names it', () => {
    expect(() => new PricesFile().read()).not.toThrow();
    process.env.SENTRIAL_PRICES_FILE = join(tempDir(), 'prices.json');
    expect(() => new PricesFile().read()).toThrow(
      `${process.env.SENTRIAL_PRICES_FILE} cannot be used: it does not exist. Create it or unset SENTRIAL_PRICES_FILE.`,
    );
  });

  it.each([
    ['{ "a": ', 'it is not valid JSON ('],
    ['{ "a": { "input": 3 } }', '"a": output is missing.'],
  ])('is reported when it is invalid and then changes nothing: %s', (content, reason) => {
    const path = fileOf(content);
    const onProblem = vi.fn();
    expect(priceOfUser(new PricesFile(path), onProblem)('openai/gpt-4o', one)).toMatchObject({
      totalPico: 12_500_000,
    });
    expect(onProblem.mock.calls).toMatchObject([
      [{ message: expect.stringContaining(`${path} cannot be used: ${reason}`) }],
    ]);
  });

  it('is read again after a change and keeps its last valid prices', () => {
    const path = fileOf({ 'specs/file': { input: 5, output: 0 } });
    const file = new PricesFile(path);
    const price = priceOfUser(file);
    expect(price('specs/file', one)).toMatchObject({ totalPico: 5e6 });
    writeFileSync(path, '{ "specs/file": { "input": 50, "output": 0 } }');
    file.read();
    expect(price('specs/file', one)).toMatchObject({ totalPico: 50e6 });
    writeFileSync(path, 'nonsense');
    expect(() => file.read()).toThrow('it is not valid JSON');
    expect(price('specs/file', one)).toMatchObject({ totalPico: 50e6 });
  });
});
