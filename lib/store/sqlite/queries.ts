import {
  type ConversationView,
  type Overview,
  type Page,
  parseCursor,
  type SessionFilter,
  type SessionPage,
  type Totals,
  toCursor,
} from '../../query/index.ts';
import type { Driver, Row } from './driver.ts';
import { detailColumns, summaryColumns, toDetail, toSummary } from './session-row.ts';

const defaultLimit = 50;
const maxLimit = 200;
const conversationLimit = 200;

/** SQL conditions with their values. */
interface Where {
  readonly sql: string;
  readonly values: (string | number)[];
}

function whereOf(project: string, filter: SessionFilter): Where {
  const terms: [string, string | number | undefined][] = [
    ['project = ?', project],
    ['agent_name = ?', filter.agentName],
    ['status = ?', filter.status],
    ['user_id = ?', filter.userId],
    ['convo_id = ?', filter.convoId],
    ['started_ms >= ?', filter.since === undefined ? undefined : Date.parse(filter.since)],
  ];
  const used = terms.filter((term): term is [string, string | number] => term[1] !== undefined);
  return { sql: used.map(([sql]) => sql).join(' AND '), values: used.map(([, value]) => value) };
}

/** Returns a page of sessions, newest first. */
export function listSessions(
  driver: Driver,
  project: string,
  filter: SessionFilter,
  page: Page,
): SessionPage {
  const limit = Math.min(page.limit ?? defaultLimit, maxLimit);
  const cursor = page.cursor === undefined ? undefined : parseCursor(page.cursor);
  const where = whereOf(project, filter);
  const rows = driver.all(
    `SELECT ${summaryColumns} FROM sessions WHERE ${where.sql}
     ${cursor ? 'AND (started_ms, n) < (?, ?)' : ''} ORDER BY started_ms DESC, n DESC LIMIT ?`,
    ...where.values,
    ...(cursor ? [cursor.startedMs, cursor.row] : []),
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    sessions: shown.map(toSummary),
    ...(rows.length > limit && last
      ? { nextCursor: toCursor({ startedMs: Number(last.started_ms), row: Number(last.n) }) }
      : {}),
  };
}

/** Returns the newest sessions of a conversation, oldest first. */
export function getConversation(
  driver: Driver,
  project: string,
  convoId: string,
): ConversationView | undefined {
  const where = whereOf(project, { convoId });
  const rows = driver.all(
    `SELECT ${detailColumns} FROM sessions WHERE ${where.sql} ORDER BY started_ms DESC, n DESC LIMIT ?`,
    ...where.values,
    conversationLimit,
  );
  if (rows.length === 0) return undefined;
  const sums = sumUp(driver, where);
  return {
    convoId,
    sessions: rows.map(toDetail).reverse(),
    sessionCount: Number(sums.session_count),
    totals: totalsOf(sums),
  };
}

/** Returns the totals of the sessions of a filter. */
export function getOverview(driver: Driver, project: string, filter: SessionFilter): Overview {
  const sums = sumUp(driver, whereOf(project, filter));
  const agents = driver.all(
    `SELECT DISTINCT agent_name FROM sessions WHERE project = ? AND agent_name <> '' ORDER BY agent_name LIMIT 200`,
    project,
  );
  return {
    sessionCount: Number(sums.session_count),
    failedCount: Number(sums.failed_count ?? 0),
    runningCount: Number(sums.running_count ?? 0),
    meanDurationMs: sums.mean_duration_ms === null ? undefined : Number(sums.mean_duration_ms),
    totals: totalsOf(sums),
    agents: agents.map(({ agent_name }) => String(agent_name)),
  };
}

/**
 * Sums must not exceed SQLite's integers: exact costs are summed in two halves, tokens as floating-point
 * numbers.
 */
const sumUp = (driver: Driver, where: Where): Row =>
  driver.get(
    `SELECT count(*) AS session_count, sum(status = 'failed') AS failed_count,
       sum(status = 'running') AS running_count, avg(duration_ms) AS mean_duration_ms,
       total(prompt_tokens) AS prompt_tokens, total(completion_tokens) AS completion_tokens,
       CAST(sum(cost_pico / 1000000) AS TEXT) AS cost_micro, CAST(sum(cost_pico % 1000000) AS TEXT) AS cost_rest,
       sum(unpriced_calls) AS unpriced_calls,
       sum(CASE WHEN instr(sums, 'incompleteCalls') THEN json_extract(sums, '$.incompleteCalls') END) AS incomplete_calls
     FROM sessions WHERE ${where.sql}`,
    ...where.values,
  ) as Row;

const totalsOf = (sums: Row): Totals => ({
  promptTokens: Number(sums.prompt_tokens),
  completionTokens: Number(sums.completion_tokens),
  costPico: String(BigInt(String(sums.cost_micro ?? 0)) * 1_000_000n + BigInt(String(sums.cost_rest ?? 0))),
  unpricedCalls: Number(sums.unpriced_calls ?? 0),
  ...(sums.incomplete_calls ? { incompleteCalls: Number(sums.incomplete_calls) } : {}),
});
