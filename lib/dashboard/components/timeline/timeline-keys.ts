import type { WaterfallRow } from './waterfall.ts';

/** The effect of a key in the timeline. */
export interface TimelineMove {
  readonly kind: 'select' | 'open' | 'fold';
  readonly eventId: string;
}

/**
 * Returns the effect of a key, as in any tree: up, down, Home and End move, left and right fold or move to
 * parent and child. Returns `undefined` for other keys.
 *
 * @param at the current row, or -1
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
