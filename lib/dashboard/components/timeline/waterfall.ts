import type { EventSummary } from '../../../query/index.ts';

/** A line of the waterfall. */
export interface WaterfallRow {
  readonly event: EventSummary;
  /** 0 for an event without a parent, and for one whose parent is not there. */
  readonly depth: number;
  /** The nearest event above it that it belongs to. */
  readonly parentId?: string;
  /** Its place among the events of the same parent, from 1. */
  readonly position: number;
  /** How many events have the same parent. */
  readonly siblings: number;
  readonly childCount: number;
  /** Milliseconds since the start of the waterfall. */
  readonly startMs: number;
}

/** The events of a session as lines that nest, and the time they span. */
export interface Waterfall {
  readonly rows: readonly WaterfallRow[];
  readonly spanMs: number;
  /** Where the session ended, if it has and something went on afterwards. */
  readonly endMs?: number;
}

/** The session's own times. */
export interface SessionTimes {
  readonly startedAt: string;
  readonly durationMs?: number;
}

const shortestSpanMs = 1;

/**
 * Lines up the events of a session: children below their parents, siblings in the order in which they began.
 * An event whose parent is missing is a root, and so is one whose parents go round in a circle.
 *
 * @param untilMs milliseconds since 1970 up to which the span reaches, for a session that still runs
 */
export function buildWaterfall(
  events: readonly EventSummary[],
  session: SessionTimes,
  untilMs?: number,
): Waterfall {
  const starts = new Map(events.map((event) => [event.id, Date.parse(event.startedAt)]));
  const sessionStart = Date.parse(session.startedAt);
  let from = sessionStart;
  let to = Math.max(sessionStart + (session.durationMs ?? 0), untilMs ?? sessionStart);
  for (const event of events) {
    const start = starts.get(event.id) ?? sessionStart;
    from = Math.min(from, start);
    to = Math.max(to, start + event.durationMs);
  }
  const ended = session.durationMs === undefined ? undefined : sessionStart + session.durationMs - from;
  const spanMs = Math.max(to - from, shortestSpanMs);
  return {
    rows: nest(events, starts, from),
    spanMs,
    ...(ended !== undefined && ended < spanMs ? { endMs: ended } : {}),
  };
}

interface Pending {
  readonly event: EventSummary;
  readonly depth: number;
  readonly parentId?: string;
  readonly position: number;
  readonly siblings: number;
}

function nest(
  events: readonly EventSummary[],
  starts: ReadonlyMap<string, number>,
  from: number,
): readonly WaterfallRow[] {
  const startOf = ({ id }: EventSummary) => starts.get(id) ?? from;
  const inOrder = [...events].sort((a, b) => startOf(a) - startOf(b) || a.sequence - b.sequence);
  const childrenOf = Map.groupBy(inOrder, ({ id, parentEventId }) =>
    parentEventId !== undefined && parentEventId !== id && starts.has(parentEventId) ? parentEventId : '',
  );
  const rows: WaterfallRow[] = [];
  const placed = new Set<string>();

  const place = (roots: readonly EventSummary[]) => {
    const stack = pending(roots, 0).reverse();
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { event } = next;
      if (placed.has(event.id)) continue;
      placed.add(event.id);
      const children = childrenOf.get(event.id) ?? [];
      rows.push({ ...next, childCount: children.length, startMs: startOf(event) - from });
      stack.push(...pending(children, next.depth + 1, event.id).reverse());
    }
  };

  place(childrenOf.get('') ?? []);
  // What no root leads to has parents that go round in a circle; the first of each circle becomes a root.
  for (const event of inOrder) if (!placed.has(event.id)) place([event]);
  return rows;
}

const pending = (events: readonly EventSummary[], depth: number, parentId?: string): Pending[] =>
  events.map((event, index) => ({
    event,
    depth,
    ...(parentId === undefined ? {} : { parentId }),
    position: index + 1,
    siblings: events.length,
  }));

/** The lines that are left when some are folded: those with a folded line above them are hidden. */
export function foldRows(
  rows: readonly WaterfallRow[],
  folded: ReadonlySet<string>,
): readonly WaterfallRow[] {
  if (folded.size === 0) return rows;
  const shown: WaterfallRow[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (row.depth > hiddenBelow) continue;
    hiddenBelow = folded.has(row.event.id) ? row.depth : Number.POSITIVE_INFINITY;
    shown.push(row);
  }
  return shown;
}

/** The event to show first: the first that failed, else the first of all. */
export function firstOfInterest(rows: readonly WaterfallRow[]): string | undefined {
  return (rows.find(({ event }) => event.status === 'error') ?? rows[0])?.event.id;
}

/** Where a bar lies on the axis, in percent of the span. */
export interface BarPlace {
  readonly left: number;
  readonly width: number;
  /** The part of the bar, in percent of it, during which the model had not answered yet. */
  readonly waiting?: number;
}

/** Places an event's bar. */
export function placeBar({ event, startMs }: WaterfallRow, spanMs: number): BarPlace {
  const left = clamp((startMs / spanMs) * 100);
  const width = Math.min(clamp((event.durationMs / spanMs) * 100), 100 - left);
  const { timeToFirstTokenMs, durationMs } = event;
  if (timeToFirstTokenMs === undefined || durationMs <= 0) return { left, width };
  return { left, width, waiting: clamp((timeToFirstTokenMs / durationMs) * 100) };
}

const clamp = (percent: number): number => Math.min(100, Math.max(0, percent));
