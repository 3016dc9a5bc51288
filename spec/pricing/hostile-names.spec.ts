import { describe, expect, it } from 'vitest';
import { createPriceList, definePrices, priceOf } from '../../lib/pricing/index.ts';
import { listWith, pricer } from '../support/prices.ts';

const one = { inputTokens: 1, outputTokens: 1 };
const names = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
  '__defineGetter__',
  '__lookupSetter__',
];

describe('the name of a property that every object has', () => {
  it.each(names)('is an unknown model, provider or vendor: %s', (name) => {
    const list = createPriceList();
    const calls = [
      [name, 'gpt-4o-unlisted'],
      [name, name],
      ['openai', name],
      ['openrouter', `${name}/${name}`],
      ['gateway', `${name}/some-model`],
      [`${name}.chat`, `${name}.${name}`],
      ['', name],
    ];
    for (const [provider = '', model = ''] of calls)
      expect(priceOf({ provider, model, usage: one, at: new Date() }, list)).toMatchObject({
        status: 'unpriced',
        reason: 'unknown-model',
      });
  });

  it.each(names)('can have a price of its own: %s', (name) => {
    const prices = JSON.parse(`{ "acme/${name}": { "input": 1, "output": 2 } }`);
    expect(pricer(listWith(prices))(`acme/${name}`, one)).toMatchObject({ totalPico: 3_000_000 });
    const alias = JSON.parse(`{ "acme/alias": { "sameAs": "${name}" } }`);
    expect(pricer(listWith(alias))('acme/alias', one)).toMatchObject({ reason: 'unknown-model' });
  });

  it('is refused as a rate with the accepted names', () => {
    for (const name of names) {
      const prices = JSON.parse(`{ "acme/a": { "input": 1, "output": 2, "${name}": 3 } }`);
      expect(() => definePrices(prices)).toThrow(`${name} is not a priced part`);
    }
  });
});
