import type { SessionPage, SessionSummary } from '../../query/index.ts';

/** Sessions for the list. */
export interface MergedSessions {
  readonly sessions: readonly SessionSummary[];
  /** Whether sessions can be missing between the newest page and the ones loaded before. */
  readonly hasGap: boolean;
}

/**
 * Merges the newest page into the pages loaded before. Sessions that should be on the newest page and are
 * not, for example because of the filter, are removed.
 */
export function mergeSessions(
  newest: SessionPage | undefined,
  pages: readonly SessionPage[],
): MergedSessions {
  const held = pages.flatMap((page) => page.sessions);
  if (!newest) return { sessions: unique(held), hasGap: false };
  const last = newest.sessions.at(-1);
  if (!newest.nextCursor || !last) return { sessions: newest.sessions, hasGap: false };
  const fresh = new Set(newest.sessions.map(({ id }) => id));
  const older = held.filter(({ id, startedAt }) => !fresh.has(id) && startedAt <= last.startedAt);
  const overlaps = held.length === 0 || held.some(({ id }) => fresh.has(id));
  return { sessions: [...newest.sessions, ...unique(older)], hasGap: !overlaps };
}

function unique(sessions: readonly SessionSummary[]): readonly SessionSummary[] {
  const seen = new Set<string>();
  return sessions.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Separates the rows that arrived after the reader scrolled away from the top. */
export function splitAtTop(
  sessions: readonly SessionSummary[],
  topId: string | undefined,
): { readonly shown: readonly SessionSummary[]; readonly newCount: number } {
  const at = topId === undefined ? -1 : sessions.findIndex(({ id }) => id === topId);
  return at > 0 ? { shown: sessions.slice(at), newCount: at } : { shown: sessions, newCount: 0 };
}
