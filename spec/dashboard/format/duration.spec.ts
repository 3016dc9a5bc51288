import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../../lib/dashboard/format/duration.ts';

describe('formatDuration()', () => {
  it.each([
    [0, '0 ms'],
    [0.44, '0.4 ms'],
    [5, '5 ms'],
    [38.1, '38 ms'],
    [842, '842 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [9_996, '10.0 s'],
    [41_900, '41.9 s'],
    [59_960, '1 m 00 s'],
    [125_000, '2 m 05 s'],
    [3_599_600, '1 h 00 m'],
    [12_000_000, '3 h 20 m'],
    [187_200_000, '2 d 04 h'],
    [-842, '-842 ms'],
    [Number.NaN, '—'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
