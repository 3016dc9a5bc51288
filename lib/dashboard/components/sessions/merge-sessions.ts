import type { SessionPage, SessionSummary } from '../../../query/index.ts';

/** The rows of the session list. */
export interface MergedSessions {
  readonly sessions: readonly SessionSummary[];
  /** True when sessions may be missing between the newest and the ones loaded before. */
  readonly hasGap: boolean;
}

/**
 * The newest page laid over the pages loaded before: it adds what is new, renews what it holds, and removes what
 * should be in it and is not, such as a session that no longer matches the filter.
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

/** Parts off the rows that came after the one that was on top when one scrolled away. */
export function splitAtTop(
  sessions: readonly SessionSummary[],
  topId: string | undefined,
): { readonly shown: readonly SessionSummary[]; readonly newCount: number } {
  const at = topId === undefined ? -1 : sessions.findIndex(({ id }) => id === topId);
  return at > 0 ? { shown: sessions.slice(at), newCount: at } : { shown: sessions, newCount: 0 };
}
