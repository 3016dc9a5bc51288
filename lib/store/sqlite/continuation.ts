import type { SessionFields, SessionPatch, SessionState } from '../../model/index.ts';
import type { Driver } from './driver.ts';
import { addSums, applyPatches, readSessionRow, writeSessionRow } from './session-row.ts';

/**
 * Returns the id of the session that an id belongs to. It differs for a session that continues the run of
 * another one.
 */
export function rootOf(driver: Driver, project: string, id: string): string {
  const sql = 'SELECT session_id FROM session_aliases WHERE project = ? AND id = ?';
  const alias = driver.get(sql, project, id);
  return alias ? String(alias.session_id) : id;
}

const continuesRun = "json_extract(state, '$.fields.continuesRun')";

/** Joins sessions that continue a run to the session that started it, which can arrive after them. */
export function joinRun(driver: Driver, project: string, runId: string): void {
  const sql = `SELECT id FROM sessions WHERE project = ? AND run_id = ? AND ${continuesRun} = run_id`;
  for (const { id } of driver.all(sql, project, runId)) continueRun(driver, project, String(id), runId);
}

/**
 * Makes a session an alias of the session that started its run, or of the earliest known one, and moves its
 * data there. Changes nothing without such a session.
 */
export function continueRun(driver: Driver, project: string, id: string, runId: string): void {
  if (rootOf(driver, project, id) !== id) return;
  const earliest = driver.get(
    `SELECT id FROM sessions WHERE project = ? AND run_id = ? AND id <> ?
      ORDER BY ${continuesRun} IS NOT NULL, started_ms, n LIMIT 1`,
    project,
    runId,
    id,
  );
  if (!earliest) return;
  const root = String(earliest.id);
  const row = readSessionRow(driver, project, root);
  const moved = readSessionRow(driver, project, id);
  applyPatches(row, patchesOf(id, moved.state).flatMap(asContinuation));
  addSums(row, moved);
  writeSessionRow(driver, project, root, { ...row, continued: true });
  driver.run('DELETE FROM sessions WHERE project = ? AND id = ?', project, id);
  driver.run('UPDATE events SET session_id = ? WHERE project = ? AND session_id = ?', root, project, id);
  driver.run(
    'UPDATE session_aliases SET session_id = ? WHERE project = ? AND session_id = ?',
    root,
    project,
    id,
  );
  driver.run('INSERT INTO session_aliases (project, id, session_id) VALUES (?, ?, ?)', project, id, root);
}

/** A revision below all others, for values that count only when nothing else is known. */
const belowAll = -1;

/**
 * Converts a patch of a session to patches of the session whose run it continues. Its start fills only
 * missing fields and marks that session as running.
 */
export function asContinuation(patch: SessionPatch): readonly SessionPatch[] {
  const { continuesRun, durationMs, parentSessionId, ...set } = patch.set ?? {};
  if (continuesRun === undefined && set.startedAt === undefined) return [{ ...patch, set }];
  const { name, agentName, userId, convoId, startedAt, input, runId, sdk, ...rest } = set;
  const { type, id } = patch;
  const beginning: SessionFields = { name, agentName, userId, convoId, startedAt, input, runId, sdk };
  const goesOn = rest.status !== undefined && rest.reason === undefined ? { reason: null } : {};
  return [
    { type, id, revision: belowAll, set: beginning },
    { ...patch, set: { ...rest, ...goesOn } },
  ];
}

/** Returns patches that fold to a state: one for each revision, and one for the tags. */
function patchesOf(id: string, state: SessionState): readonly SessionPatch[] {
  const { fields, metadata, customMetrics, tags, revisions } = state;
  const fieldsAt = <V>(revision: number, prefix: string, held: { readonly [key: string]: V }) =>
    Object.fromEntries(Object.entries(held).filter(([key]) => revisions[prefix + key] === revision));
  return [
    { type: 'session', id, revision: belowAll, tags },
    ...[...new Set(Object.values(revisions))].map(
      (revision): SessionPatch => ({
        type: 'session',
        id,
        revision,
        set: fieldsAt<unknown>(revision, '', fields as Record<string, unknown>) as SessionFields,
        metadata: fieldsAt(revision, 'metadata.', metadata),
        customMetrics: fieldsAt(revision, 'customMetrics.', customMetrics),
      }),
    ),
  ];
}
