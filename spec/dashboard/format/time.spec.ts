import { describe, expect, it } from 'vitest';
import { formatAgo, formatShortTime, formatTime } from '../../../lib/dashboard/format/time.ts';

describe('formatAgo()', () => {
  const nowMs = Date.parse('2026-11-23T12:00:00Z');

  it.each([
    [-60, 'just now'],
    [2, 'just now'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [3600, '1 h ago'],
    [86_400, '1 d ago'],
    [86_400 * 40, '14 Oct 2026'],
  ])('writes %d seconds back as %s', (seconds, text) => {
    expect(formatAgo(nowMs - seconds * 1000, nowMs)).toBe(text);
  });
});

describe('formatShortTime()', () => {
  const nowMs = Date.parse('2026-11-23T12:00:00Z');

  it('leaves out this year', () => {
    expect(formatShortTime('2026-06-15T12:00:00Z', nowMs)).not.toContain('2026');
    expect(formatShortTime('2025-06-15T12:00:00Z', nowMs)).toContain('15 Jun 2025');
  });
});

describe('formatTime()', () => {
  it('returns a dash for an invalid time', () => {
    expect([formatTime('soon'), formatShortTime('soon', 0)]).toEqual(['—', '—']);
  });
});
