import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonWriter } from '../../../lib/transport/encoding/json-writer.ts';
import { textOf } from '../../../lib/transport/encoding/written-group.ts';

const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const awkward = fc.constantFrom(
  '"',
  '\\',
  '\n',
  '\u0000',
  '\u001f',
  '\u007f',
  'ü',
  '漢',
  '😀',
  '\ud800',
  '\udc00',
  ' ',
);
const plain = fc.constantFrom(...'abcdefghij klmnop');
/** Long ones are written in another way than short ones, and those with something to escape in a third. */
const text = fc.oneof(
  fc.string({ unit: plain, maxLength: 300 }),
  fc.string({ unit: fc.oneof({ weight: 40, arbitrary: plain }, awkward), maxLength: 300 }),
  fc.string({ unit, maxLength: 100 }),
);
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, 1e21, 1e-7));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(tie('value')),
    fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', 'toString', '1')), tie('value')),
  ),
}));

describe('JsonWriter', () => {
  it('writes any value as JSON.stringify does, whatever was written before it', () => {
    const writer = new JsonWriter(19);
    fc.assert(
      fc.property(fc.array(value.filter((one) => one !== undefined)), (values) => {
        const written = values.map((one) => writer.write(one));
        expect(written.map(textOf)).toEqual(values.map((one) => JSON.stringify(one)));
      }),
      { numRuns: 500 },
    );
  });

  it('writes values larger than its buffer, and control characters at any place', () => {
    const writer = new JsonWriter(1);
    const big = { list: Array.from({ length: 3000 }, (_, at) => ({ at, text: 'ü'.repeat(at % 200) })) };
    expect(textOf(writer.write(big))).toBe(JSON.stringify(big));
    for (let at = 0; at < 200; at++) {
      const one = `${'x'.repeat(at)}\u0007${'y'.repeat(199 - at)}`;
      expect(textOf(writer.write(one))).toBe(JSON.stringify(one));
    }
  });

  it('ignores members of the prototype', () => {
    const inherited = Object.create({ above: 1 }, { own: { value: 2, enumerable: true } });
    expect(textOf(new JsonWriter(0).write(inherited))).toBe('{"own":2}');
  });

  it('continues after a value that cannot be written', () => {
    const writer = new JsonWriter(0);
    const first = writer.write({ a: 1 });
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(() => writer.write(cyclic)).toThrow(RangeError);
    expect(() => writer.write({ big: 1n })).toThrow(TypeError);
    const next = writer.write([true]);
    expect([textOf(first), textOf(next)]).toEqual(['{"a":1}', '[true]']);
  });
});
