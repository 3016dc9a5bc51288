import { describe, expect, it } from 'vitest';
import { timeTicks } from '../../../../lib/dashboard/components/timeline/time-axis.ts';

describe('timeTicks()', () => {
  it.each([
    [3, ['0', '1 ms', '2 ms']],
    [842, ['0', '200 ms', '400 ms', '600 ms', '800 ms']],
    [1684, ['0', '500 ms', '1 s', '1.5 s']],
    [41_900, ['0', '10 s', '20 s', '30 s', '40 s']],
    [150_000, ['0', '30 s', '1 m', '1 m 30 s', '2 m']],
    [5_400_000, ['0', '30 m', '1 h']],
    [10_000_000, ['0', '1 h', '2 h']],
    [6 * 86_400_000, ['0', '2 d', '4 d']],
  ])('marks round times of %d ms', (spanMs, labels) => {
    expect(timeTicks(spanMs, 5).map(({ label }) => label)).toEqual(labels);
  });

  it('places each mark in percent', () => {
    expect(timeTicks(2000, 4).map(({ at }) => at)).toEqual([0, 25, 50, 75]);
  });

  it.each([0.5, 1, 7, 99, 1e4, 1e7, 1e12, 1e16])('has so many marks at most for %d ms', (spanMs) => {
    const ticks = timeTicks(spanMs, 5);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
  });

  it('has no marks for an empty span', () => {
    expect([timeTicks(0, 5), timeTicks(Number.NaN, 5)]).toEqual([[], []]);
  });
});
