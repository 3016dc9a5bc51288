import type { EventSummary } from '../../query/index.ts';
import type { RepriceOptions } from '../store.ts';
import type { Driver } from './driver.ts';
import { readSessionRow, replaceCost, type SessionRow, writeSessionRow } from './session-row.ts';

const eventsATime = 500;

/**
 * Prices the next model calls again, with the sums of their sessions. Call it inside a transaction.
 *
 * @param after row to continue after; 0 at first
 * @returns the last checked row, or `undefined` when none is left
 */
export function repriceSome(
  driver: Driver,
  project: string,
  after: number,
  { sinceMs, priceAgain, isDryRun }: RepriceOptions,
): number | undefined {
  const rows = driver.all(
    `SELECT n, session_id, body,
       (SELECT agent_name FROM sessions WHERE project = events.project AND id = session_id) AS agent_name
     FROM events WHERE n > ? AND project = ? AND started_ms >= ?
       AND json_extract(body, '$.kind') = 'llm' ORDER BY n LIMIT ?`,
    after,
    project,
    sinceMs ?? Number.MIN_SAFE_INTEGER,
    eventsATime,
  );
  const sessions = new Map<string, SessionRow>();
  for (const { n, session_id, body, agent_name } of rows) {
    const sessionId = String(session_id);
    const event = JSON.parse(String(body)) as EventSummary;
    const cost = priceAgain(event, sessionId, String(agent_name ?? ''));
    if (cost === event.cost || isDryRun) continue;
    const session = sessions.get(sessionId) ?? readSessionRow(driver, project, sessionId);
    sessions.set(sessionId, session);
    replaceCost(session, event, cost);
    driver.run('UPDATE events SET body = ? WHERE n = ?', JSON.stringify({ ...event, cost }), Number(n));
  }
  for (const [id, session] of sessions) writeSessionRow(driver, project, id, session);
  const last = rows.at(-1);
  return last && Number(last.n);
}
