import { describe, expect, it } from 'vitest';
import { jsonRows, openAtFirst } from '../../../../lib/dashboard/components/value/json-rows.ts';
import type { Json } from '../../../../lib/model/index.ts';

const lines = (value: Json, open = openAtFirst(value, 60)): readonly string[] =>
  jsonRows(value, open).map(({ depth, key, content }) => {
    const name = key === undefined ? '' : `${key}: `;
    if (content.kind === 'leaf') return `${' '.repeat(depth)}${name}${JSON.stringify(content.value)}`;
    if (content.kind === 'more') return `${' '.repeat(depth)}+${content.hidden}`;
    return `${' '.repeat(depth)}${name}${content.shape}(${content.size})${content.isOpen ? '' : ' …'}`;
  });

describe('jsonRows()', () => {
  it('lists a small value whole, in its own order', () => {
    expect(lines({ b: [1, 'x'], a: { deep: null } })).toEqual([
      'object(2)',
      ' b: array(2)',
      '  0: 1',
      '  1: "x"',
      ' a: object(1)',
      '  deep: null',
    ]);
  });

  it('keeps closed nodes closed', () => {
    expect(lines({ a: [1, 2] }, new Map([['', 100]]))).toEqual(['object(1)', ' a: array(2) …']);
  });

  it('adds one row for hidden children', () => {
    expect(lines([1, 2, 3], new Map([['', 2]]))).toEqual(['array(3)', ' 0: 1', ' 1: 2', ' +1']);
  });

  it('takes a key such as __proto__ for a key', () => {
    expect(lines(JSON.parse('{"__proto__":{"a":1}}'))).toEqual([
      'object(1)',
      ' __proto__: object(1)',
      '  a: 1',
    ]);
  });

  it('opens little of a large value, and never overflows on a deep one', () => {
    const large = Array.from({ length: 20_000 }, (_, index) => ({ index }));
    expect(lines(large).length).toBe(102);
    let deep: Json = 'bottom';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(lines(deep).length).toBeLessThan(100);
  });
});
