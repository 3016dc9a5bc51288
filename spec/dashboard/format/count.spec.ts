import { describe, expect, it } from 'vitest';
import { formatCount, formatCounted, formatShare } from '../../../lib/dashboard/format/count.ts';

describe('formatCount()', () => {
  it('parts thousands and keeps four decimals', () => {
    expect([formatCount(1234), formatCount(0.98341)]).toEqual(['1,234', '0.9834']);
  });
});

describe('formatCounted()', () => {
  it('puts the noun in its number', () => {
    expect([formatCounted(1, 'tool'), formatCounted(0, 'tool')]).toEqual(['1 tool', '0 tools']);
  });
});

describe('formatShare()', () => {
  it.each([
    [0, 0, '0%'],
    [1, 2000, '<1%'],
    [1, 3, '33%'],
  ])('writes %d of %d as %s', (part, whole, text) => {
    expect(formatShare(part, whole)).toBe(text);
  });
});
