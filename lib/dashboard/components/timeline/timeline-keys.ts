import type { WaterfallRow } from './waterfall.ts';

/** What a key does in the timeline. */
export interface TimelineMove {
  readonly kind: 'select' | 'open' | 'fold';
  readonly eventId: string;
}

/**
 * What a key means, as in any tree: up, down, Home and End go through the lines, right and left unfold and fold,
 * or go to the first child and to the parent. `undefined` for a key that means nothing here.
 *
 * @param at the line one is on; -1 for none
 */
export function timelineMove(
  key: string,
  rows: readonly WaterfallRow[],
  at: number,
  folded: ReadonlySet<string>,
): TimelineMove | undefined {
  const target = targetLine(key, rows.length, at);
  if (target !== undefined) return select(rows[target]);
  const row = rows[at];
  if (!row) return undefined;
  if (key === 'Enter' || key === ' ') return { kind: 'open', eventId: row.event.id };
  if (key === 'ArrowRight') return unfoldOrEnter(rows, at, folded);
  if (key === 'ArrowLeft') return foldOrLeave(row, folded);
  return undefined;
}

const select = (row: WaterfallRow | undefined): TimelineMove | undefined =>
  row && { kind: 'select', eventId: row.event.id };

function targetLine(key: string, count: number, at: number): number | undefined {
  const last = count - 1;
  if (key === 'ArrowDown' || key === 'j') return Math.min(last, at + 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  return undefined;
}

function unfoldOrEnter(
  rows: readonly WaterfallRow[],
  at: number,
  folded: ReadonlySet<string>,
): TimelineMove | undefined {
  const row = rows[at];
  if (!row || row.childCount === 0) return undefined;
  return folded.has(row.event.id) ? { kind: 'fold', eventId: row.event.id } : select(rows[at + 1]);
}

function foldOrLeave(row: WaterfallRow, folded: ReadonlySet<string>): TimelineMove | undefined {
  if (row.childCount > 0 && !folded.has(row.event.id)) return { kind: 'fold', eventId: row.event.id };
  return row.parentId === undefined ? undefined : { kind: 'select', eventId: row.parentId };
}
