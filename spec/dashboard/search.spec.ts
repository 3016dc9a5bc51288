import { describe, expect, it } from 'vitest';
import { parseSearch, printSearch, readSessionsSearch, toFilter } from '../../lib/dashboard/search.ts';

describe('readSessionsSearch()', () => {
  it('omits unknown values', () => {
    expect(
      readSessionsSearch({ agent: 'a', status: 'odd', range: 'toString', user: '', other: 'x' }),
    ).toEqual({
      agent: 'a',
    });
  });
});

describe('toFilter()', () => {
  it('turns a range into a time', () => {
    expect(toFilter({ status: 'failed', range: '1h' }, Date.parse('2026-11-23T12:00:00Z'))).toEqual({
      status: 'failed',
      since: '2026-11-23T11:00:00.000Z',
    });
  });
});

describe('printSearch()', () => {
  it.each(['42', 'true', 'null', '{"a":1}', 'a&b=c', '[EMAIL:1f0c9a7e]', 'שלום', '%'])(
    'keeps %s a text',
    (user) => {
      expect(parseSearch(printSearch({ user, absent: undefined }))).toEqual({ user });
    },
  );

  it('is undefined without a search text', () => {
    expect(printSearch({})).toBe('');
  });
});
