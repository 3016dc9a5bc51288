import type { SessionDetail } from '../../../query/index.ts';

/** The time span of a conversation. */
export interface ConversationSpan {
  readonly userIds: readonly string[];
  readonly agentNames: readonly string[];
  readonly startedAt: string;
  /** The latest end, or the latest start of a running turn. */
  readonly lastAt: string;
  readonly spanMs: number;
  readonly failedCount: number;
}

/** Returns the time span of turns, oldest first, or `undefined` without turns. */
export function spanOf(turns: readonly SessionDetail[]): ConversationSpan | undefined {
  const [first] = turns;
  if (!first) return undefined;
  const lastMs = Math.max(...turns.map(endOf));
  return {
    userIds: [...new Set(turns.map(({ userId }) => userId))],
    agentNames: [...new Set(turns.map(({ agentName }) => agentName))],
    startedAt: first.startedAt,
    lastAt: new Date(lastMs).toISOString(),
    spanMs: Math.max(0, lastMs - Date.parse(first.startedAt)),
    failedCount: turns.filter(({ status }) => status === 'failed').length,
  };
}

function endOf({ startedAt, endedAt, durationMs }: SessionDetail): number {
  const endMs = endedAt === undefined ? Number.NaN : Date.parse(endedAt);
  return Number.isNaN(endMs) ? Date.parse(startedAt) + (durationMs ?? 0) : endMs;
}

const pauseMs = 10 * 60 * 1000;

/** Returns the pause before a turn, if it is long enough to mention. */
export function pauseBefore(turn: SessionDetail, previous: SessionDetail | undefined): number | undefined {
  if (!previous) return undefined;
  const ms = Date.parse(turn.startedAt) - endOf(previous);
  return ms >= pauseMs ? ms : undefined;
}
