import { describe, expect, it } from 'vitest';
import {
  buildWaterfall,
  firstOfInterest,
  foldRows,
  placeBar,
} from '../../../../lib/dashboard/components/timeline/waterfall.ts';
import type { EventSummary } from '../../../../lib/query/index.ts';

const startMs = Date.parse('2026-11-23T12:00:00.000Z');
const session = { startedAt: new Date(startMs).toISOString(), durationMs: 1000 };

const event = (id: string, atMs: number, more: Partial<EventSummary> = {}): EventSummary => ({
  id,
  sequence: 0,
  kind: 'tool',
  name: id,
  startedAt: new Date(startMs + atMs).toISOString(),
  durationMs: 100,
  status: 'ok',
  ...more,
});

const outline = (events: readonly EventSummary[]) =>
  buildWaterfall(events, session).rows.map(({ event: { id }, depth }) => `${' '.repeat(depth)}${id}`);

describe('buildWaterfall()', () => {
  it('puts children below their parents, in the order in which they began', () => {
    const events = [
      event('late-child', 300, { parentEventId: 'parent' }),
      event('next', 500),
      event('parent', 0),
      event('child', 100, { parentEventId: 'parent' }),
      event('grandchild', 120, { parentEventId: 'child' }),
    ];
    expect(outline(events)).toEqual(['parent', ' child', '  grandchild', ' late-child', 'next']);
  });

  it('orders events of the same time by their sequence', () => {
    expect(outline([event('b', 0, { sequence: 2 }), event('a', 0, { sequence: 1 })])).toEqual(['a', 'b']);
  });

  it('treats an event whose parent is missing as a root', () => {
    expect(outline([event('orphan', 10, { parentEventId: 'gone' }), event('root', 0)])).toEqual([
      'root',
      'orphan',
    ]);
  });

  it('shows every event once when parents go round in a circle', () => {
    const events = [
      event('a', 0, { parentEventId: 'b' }),
      event('b', 1, { parentEventId: 'a' }),
      event('self', 2, { parentEventId: 'self' }),
    ];
    expect(outline(events)).toEqual(['self', 'a', ' b']);
  });

  it('gives each row its position among its siblings', () => {
    const { rows } = buildWaterfall(
      [event('p', 0), event('x', 1, { parentEventId: 'p' }), event('y', 2, { parentEventId: 'p' })],
      session,
    );
    expect(
      rows.map(({ parentId, position, siblings, childCount }) => [parentId, position, siblings, childCount]),
    ).toEqual([
      [undefined, 1, 1, 2],
      ['p', 1, 2, 0],
      ['p', 2, 2, 0],
    ]);
  });

  it('spans the session, and steps before or after it', () => {
    const { spanMs, endMs, rows } = buildWaterfall([event('early', -200), event('late', 950)], session);
    expect([spanMs, endMs, rows[0]?.startMs]).toEqual([1250, 1200, 0]);
    expect(buildWaterfall([], session)).toEqual({ rows: [], spanMs: 1000 });
  });

  it('reaches up to the present for a session that runs', () => {
    const running = { startedAt: session.startedAt };
    expect(buildWaterfall([event('a', 0)], running, startMs + 5000).spanMs).toBe(5000);
  });

  it('takes thousands of nested events', () => {
    const events = Array.from({ length: 20_000 }, (_, index) =>
      event(`e${index}`, index, { parentEventId: `e${index - 1}` }),
    );
    expect(buildWaterfall(events, session).rows.at(-1)?.depth).toBe(19_999);
  });
});

describe('foldRows()', () => {
  const { rows } = buildWaterfall(
    [
      event('a', 0),
      event('b', 1, { parentEventId: 'a' }),
      event('c', 2, { parentEventId: 'b' }),
      event('d', 3),
    ],
    session,
  );

  it('hides everything below a folded line', () => {
    expect(foldRows(rows, new Set(['a'])).map((row) => row.event.id)).toEqual(['a', 'd']);
    expect(foldRows(rows, new Set(['a', 'b'])).map((row) => row.event.id)).toEqual(['a', 'd']);
    expect(foldRows(rows, new Set(['b'])).map((row) => row.event.id)).toEqual(['a', 'b', 'd']);
  });
});

describe('firstOfInterest()', () => {
  it('is the first event that failed, else the first of all', () => {
    const failed = event('failed', 5, { status: 'error' });
    expect(firstOfInterest(buildWaterfall([event('a', 0), failed], session).rows)).toBe('failed');
    expect(firstOfInterest(buildWaterfall([event('a', 0)], session).rows)).toBe('a');
    expect(firstOfInterest([])).toBeUndefined();
  });
});

describe('placeBar()', () => {
  it('places a bar in percent and returns the time to first token', () => {
    const { rows, spanMs } = buildWaterfall(
      [event('a', 250, { durationMs: 500, timeToFirstTokenMs: 100 })],
      session,
    );
    expect(rows.map((row) => placeBar(row, spanMs))).toEqual([{ left: 25, width: 50, waiting: 20 }]);
  });
});
