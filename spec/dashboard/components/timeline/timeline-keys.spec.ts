import { describe, expect, it } from 'vitest';
import { timelineMove } from '../../../../lib/dashboard/components/timeline/timeline-keys.ts';
import { buildWaterfall } from '../../../../lib/dashboard/components/timeline/waterfall.ts';
import type { EventSummary } from '../../../../lib/query/index.ts';

const startedAt = '2026-11-23T12:00:00.000Z';
const event = (id: string, sequence: number, parentEventId?: string): EventSummary => ({
  id,
  sequence,
  kind: 'step',
  name: id,
  startedAt,
  durationMs: 1,
  status: 'ok',
  ...(parentEventId === undefined ? {} : { parentEventId }),
});
const { rows } = buildWaterfall([event('a', 0), event('b', 1, 'a'), event('c', 2)], { startedAt });
const open: ReadonlySet<string> = new Set();

describe('timelineMove()', () => {
  it.each([
    ['ArrowDown', 0, { kind: 'select', eventId: 'b' }],
    ['ArrowDown', -1, { kind: 'select', eventId: 'a' }],
    ['ArrowDown', 2, { kind: 'select', eventId: 'c' }],
    ['ArrowUp', 0, { kind: 'select', eventId: 'a' }],
    ['k', 2, { kind: 'select', eventId: 'b' }],
    ['Home', 2, { kind: 'select', eventId: 'a' }],
    ['End', 0, { kind: 'select', eventId: 'c' }],
    ['Enter', 1, { kind: 'open', eventId: 'b' }],
    [' ', 1, { kind: 'open', eventId: 'b' }],
    ['ArrowRight', 0, { kind: 'select', eventId: 'b' }],
    ['ArrowRight', 1, undefined],
    ['ArrowLeft', 0, { kind: 'fold', eventId: 'a' }],
    ['ArrowLeft', 1, { kind: 'select', eventId: 'a' }],
    ['ArrowLeft', 2, undefined],
    ['Enter', -1, undefined],
    ['x', 0, undefined],
  ])('answers %s on line %d', (key, at, move) => {
    expect(timelineMove(key, rows, at, open)).toEqual(move);
  });

  it('unfolds a folded line', () => {
    expect(timelineMove('ArrowRight', rows, 0, new Set(['a']))).toEqual({ kind: 'fold', eventId: 'a' });
  });

  it('has no next line in an empty list', () => {
    expect(timelineMove('End', [], -1, open)).toBeUndefined();
  });
});
