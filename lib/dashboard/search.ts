import type { SessionStatus } from '../model/index.ts';
import type { SessionFilter } from '../query/index.ts';

const statuses: readonly SessionStatus[] = ['running', 'completed', 'failed', 'cancelled'];
const hourMs = 60 * 60 * 1000;

/** Time ranges of the session list in milliseconds. */
export const ranges = { '1h': hourMs, '24h': 24 * hourMs, '7d': 7 * 24 * hourMs } as const;

/** Name of a time range. All time has no name. */
export type Range = keyof typeof ranges;

/** Filter of the session list, as in the URL. */
export interface SessionsSearch {
  readonly agent?: string;
  readonly status?: SessionStatus;
  readonly range?: Range;
  readonly user?: string;
  readonly convo?: string;
}

/** Search parameters of a session page. */
export interface SessionSearch {
  /** The event that is open. */
  readonly event?: string;
}

type Given = Readonly<Record<string, unknown>>;

/** Reads the parameters of the session list. Unknown ones are ignored. */
export function readSessionsSearch(given: Given): SessionsSearch {
  return defined({
    agent: textOf(given.agent),
    status: statuses.find((status) => status === given.status),
    range: (Object.keys(ranges) as Range[]).find((range) => range === given.range),
    user: textOf(given.user),
    convo: textOf(given.convo),
  });
}

/** Reads the parameters of a session page. */
export const readSessionSearch = (given: Given): SessionSearch => defined({ event: textOf(given.event) });

/** Returns the filter of a search at a given time. */
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

/** Returns whether a search restricts the list. */
export const isFiltered = (search: SessionsSearch): boolean => Object.keys(search).length > 0;

/** Parses search parameters as plain texts, including ids such as `42` or `true`. */
export const parseSearch = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search));

/** Formats search parameters. The reverse of {@link parseSearch}. */
export function printSearch(search: Given): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (typeof value === 'string') params.set(name, value);
  return params.size > 0 ? `?${params}` : '';
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const defined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
