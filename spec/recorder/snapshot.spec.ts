import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CutString } from '../../lib/model/index.ts';
import { snapshot } from '../../lib/recorder/index.ts';

class Money {
  readonly amount = 5;
}

const revocable = Proxy.revocable(() => undefined, {});
revocable.revoke();
const nameless = revocable.proxy;

/** Each method of it is a call to elsewhere. */
const remote = new Proxy(
  {},
  {
    get: (_, method) => () => {
      throw new Error(`${String(method)} was called`);
    },
  },
);

const loop: Record<string, unknown> = { a: 1 };
loop.self = loop;

const nested = (depth: number): unknown => {
  let value: unknown = 'leaf';
  for (let level = 0; level < depth; level++) value = { value };
  return value;
};

describe('snapshot()', () => {
  it.each([
    ['JSON', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    ['undefined in objects and arrays', { a: undefined, b: [undefined] }, { b: [null] }],
    ['NaN', Number.NaN, { $type: 'number', value: 'NaN' }],
    ['a bigint', 10n ** 20n, { $type: 'bigint', value: '100000000000000000000' }],
    ['a bigint that takes long to be written out', 1n << 4_000_000n, { $type: 'cut', reason: 'too-large' }],
    ['a symbol', Symbol('s'), { $type: 'symbol', description: 's' }],
    ['a function', function named() {}, { $type: 'function', name: 'named' }],
    ['a function without a readable name', nameless, { $type: 'function', name: '[getter threw]' }],
    ['an object that has every method', remote, {}],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    [
      'a map',
      new Map([['k', new Set([1])]]),
      { $type: 'Map', entries: [['k', { $type: 'Set', values: [1] }]] },
    ],
    ['bytes', Buffer.from('abc'), { $type: 'Buffer', bytes: 3 }],
    ['a stream', new ReadableStream(), { $type: 'ReadableStream' }],
    ['an instance of a class', new Money(), { $type: 'Money', amount: 5 }],
    ['an object inside of itself', loop, { a: 1, self: { $ref: '$' } }],
    [
      'a date that tells another',
      Object.assign(new Date(0), { toISOString: () => 10n }),
      '1970-01-01T00:00:00.000Z',
    ],
    [
      'bytes that tell another length',
      Object.defineProperty(new Uint8Array(1), 'byteLength', { value: 10n }),
      { $type: 'unreadable' },
    ],
    [
      'a file that tells no size',
      Object.defineProperty(new Blob(['x']), 'size', { value: 10n }),
      { $type: 'unreadable' },
    ],
    [
      'a boxed text that tells itself',
      Object.assign(Object('x'), {
        valueOf() {
          return this;
        },
      }),
      { $ref: '$' },
    ],
    ['what toJSON returns', { toJSON: () => ({ plain: true }) }, { plain: true }],
    ['a lone surrogate', 'a\uD800b', 'a\uFFFDb'],
    ['a value without prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('copies %s', (_, value, expected) => {
    expect(snapshot(value)).toEqual(expected);
  });

  it('copies an error with its class, cause and own fields', () => {
    const error = Object.assign(new TypeError('boom', { cause: new Error('inner') }), { code: 'E1' });
    expect(snapshot(error)).toMatchObject({
      $type: 'Error',
      name: 'TypeError',
      message: 'boom',
      code: 'E1',
      cause: { $type: 'Error', message: 'inner' },
    });
  });

  it('keeps both ends of a string that is too long, with an overlap, and its length', () => {
    const text = `${'a'.repeat(500)}${'b'.repeat(5_000_000)}${'c'.repeat(500)}`;
    const copy = snapshot(text, { maxStringChars: 1000 });
    expect(copy).toBeInstanceOf(CutString);
    const { head, tail, margin, length } = copy as CutString;
    expect(head.length - margin + (tail.length - margin)).toBe(1000);
    expect([head.slice(0, 1), tail.slice(-1), length, margin]).toEqual(['a', 'c', text.length, 512]);
  });

  it('marks where the limits of values, levels and characters were reached', () => {
    expect(snapshot([1, 2, 3, 4], { maxNodes: 2 })).toEqual([1, 2, '… more left out …']);
    expect(snapshot(nested(3), { maxDepth: 1 })).toEqual({
      value: { value: { $type: 'cut', reason: 'depth' } },
    });
    expect(snapshot({ a: 'xxxx', b: 'yyyy' }, { maxChars: 6 })).toMatchObject({
      a: 'xxxx',
      b: { length: 4 },
    });
  });

  it('reads each getter once and records one that throws', () => {
    let reads = 0;
    const value = {
      get counted() {
        return ++reads;
      },
      get broken() {
        throw new Error('no');
      },
    };
    expect(snapshot(value)).toEqual({ counted: 1, broken: '[getter threw]' });
    expect(reads).toBe(1);
  });

  it('survives a proxy whose every trap throws', () => {
    const trap = () => {
      throw new Error('trap');
    };
    const proxy = new Proxy(
      {},
      { get: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap },
    );
    expect(snapshot({ proxy })).toEqual({ proxy: { $type: 'unreadable' } });
  });

  it('copies a million levels and two to the fortieth paths within its limits', () => {
    let dag: object = { x: 1 };
    for (let level = 0; level < 40; level++) dag = { l: dag, r: dag };
    for (const value of [nested(1_000_000), dag]) {
      expect(JSON.stringify(snapshot(value)).length).toBeLessThan(1_000_000);
    }
  });

  it('makes JSON of anything and never throws', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withSparseArray: true,
      withObjectString: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const copy = snapshot(value);
        expect(copy === undefined || typeof JSON.stringify(copy) === 'string').toBe(true);
      }),
    );
  });

  it('copies JSON unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(snapshot(value))).toBe(JSON.stringify(value));
      }),
    );
  });
});
