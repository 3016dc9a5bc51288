import type { SessionStatus } from '../model/index.ts';
import type { SessionFilter } from '../query/index.ts';

const statuses: readonly SessionStatus[] = ['running', 'completed', 'failed', 'cancelled'];
const hourMs = 60 * 60 * 1000;

/** Time ranges of the session list, in milliseconds back from now. */
export const ranges = { '1h': hourMs, '24h': 24 * hourMs, '7d': 7 * 24 * hourMs } as const;

/** The name of a time range; all time has none. */
export type Range = keyof typeof ranges;

/** Which sessions the list shows, as it stands in the address. */
export interface SessionsSearch {
  readonly agent?: string;
  readonly status?: SessionStatus;
  readonly range?: Range;
  readonly user?: string;
  readonly convo?: string;
}

/** What the address of a session's page says besides the session. */
export interface SessionSearch {
  /** The event that is open. */
  readonly event?: string;
}

type Given = Readonly<Record<string, unknown>>;

/** Reads the list's part of an address; what it does not know is left out. */
export function readSessionsSearch(given: Given): SessionsSearch {
  return defined({
    agent: textOf(given.agent),
    status: statuses.find((status) => status === given.status),
    range: (Object.keys(ranges) as Range[]).find((range) => range === given.range),
    user: textOf(given.user),
    convo: textOf(given.convo),
  });
}

/** Reads a session page's part of an address. */
export const readSessionSearch = (given: Given): SessionSearch => defined({ event: textOf(given.event) });

/** The question that a search stands for, at a given time. */
export function toFilter(
  { agent, status, range, user, convo }: SessionsSearch,
  nowMs: number,
): SessionFilter {
  return defined({
    agentName: agent,
    status,
    userId: user,
    convoId: convo,
    since: range && new Date(nowMs - ranges[range]).toISOString(),
  });
}

/** True when a search restricts the list. */
export const isFiltered = (search: SessionsSearch): boolean => Object.keys(search).length > 0;

/** Search parameters as plain texts: an id `42` or `true` is a text like any other. */
export const parseSearch = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search));

/** The reverse of {@link parseSearch}. */
export function printSearch(search: Given): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (typeof value === 'string') params.set(name, value);
  return params.size > 0 ? `?${params}` : '';
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const defined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
