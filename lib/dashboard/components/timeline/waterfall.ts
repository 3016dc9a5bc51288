import type { EventSummary } from '../../../query/index.ts';

/** A row of the waterfall. */
export interface WaterfallRow {
  readonly event: EventSummary;
  /** 0 for an event without a known parent. */
  readonly depth: number;
  /** The nearest visible ancestor. */
  readonly parentId?: string;
  /** Position among the events with the same parent, from 1. */
  readonly position: number;
  /** Number of events with the same parent. */
  readonly siblings: number;
  readonly childCount: number;
  /** Milliseconds since the start of the waterfall. */
  readonly startMs: number;
}

/** The events of a session as nested rows, with their time span. */
export interface Waterfall {
  readonly rows: readonly WaterfallRow[];
  readonly spanMs: number;
  /** End of the session, if events continued afterwards. */
  readonly endMs?: number;
}

/** Start and end of the session. */
export interface SessionTimes {
  readonly startedAt: string;
  readonly durationMs?: number;
}

const shortestSpanMs = 1;

/**
 * Nests the events of a session in order of their start. Events with a missing or circular parent become
 * roots.
 *
 * @param untilMs end of the time span of a running session, in milliseconds since 1970
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
  // Events not reached from a root have circular parents. The first of each circle becomes a root.
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

/** Returns the visible rows: those without a folded ancestor. */
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

/** Returns the first failed event, else the first event. */
export function firstOfInterest(rows: readonly WaterfallRow[]): string | undefined {
  return (rows.find(({ event }) => event.status === 'error') ?? rows[0])?.event.id;
}

/** Place of a bar on the axis, in percent of the span. */
export interface BarPlace {
  readonly left: number;
  readonly width: number;
  /** Part of the bar before the first token, in percent. */
  readonly waiting?: number;
}

/** Returns the place of an event's bar. */
export function placeBar({ event, startMs }: WaterfallRow, spanMs: number): BarPlace {
  const left = clamp((startMs / spanMs) * 100);
  const width = Math.min(clamp((event.durationMs / spanMs) * 100), 100 - left);
  const { timeToFirstTokenMs, durationMs } = event;
  if (timeToFirstTokenMs === undefined || durationMs <= 0) return { left, width };
  return { left, width, waiting: clamp((timeToFirstTokenMs / durationMs) * 100) };
}

const clamp = (percent: number): number => Math.min(100, Math.max(0, percent));
