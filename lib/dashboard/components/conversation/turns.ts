import type { SessionDetail } from '../../../query/index.ts';

/** What a conversation amounts to besides its totals. */
export interface ConversationSpan {
  readonly userIds: readonly string[];
  readonly agentNames: readonly string[];
  readonly startedAt: string;
  /** The latest end or, of what has not ended, start. */
  readonly lastAt: string;
  readonly spanMs: number;
  readonly failedCount: number;
}

/** Sums up the turns of a conversation, oldest first; `undefined` for none. */
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

/** The pause before a turn, when it was long enough to be worth a remark. */
export function pauseBefore(turn: SessionDetail, previous: SessionDetail | undefined): number | undefined {
  if (!previous) return undefined;
  const ms = Date.parse(turn.startedAt) - endOf(previous);
  return ms >= pauseMs ? ms : undefined;
}
