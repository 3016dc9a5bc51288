import type { SessionFields, SessionPatch, SessionState } from '../../model/index.ts';
import type { Driver } from './driver.ts';
import { addSums, applyPatches, readSessionRow, writeSessionRow } from './session-row.ts';

/** The id of the session that answers for an id: another one where it goes on with a run that began there. */
export function rootOf(driver: Driver, project: string, id: string): string {
  const sql = 'SELECT session_id FROM session_aliases WHERE project = ? AND id = ?';
  const alias = driver.get(sql, project, id);
  return alias ? String(alias.session_id) : id;
}

const continuesRun = "json_extract(state, '$.fields.continuesRun')";

/** Joins the sessions that go on with a run to the one that began it, which may have come after them. */
export function joinRun(driver: Driver, project: string, runId: string): void {
  const sql = `SELECT id FROM sessions WHERE project = ? AND run_id = ? AND ${continuesRun} = run_id`;
  for (const { id } of driver.all(sql, project, runId)) continueRun(driver, project, String(id), runId);
}

/**
 * Makes a session an alias of the other one that began a run, or of the earliest that tells of it, and moves there
 * whatever is kept of it. Changes nothing where there is no other one.
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

/** A revision below all others: what has it counts only where nothing else is known. */
const belowAll = -1;

/**
 * A patch of a session as patches of the one whose run it continues. What its start tells counts only where the
 * other session says nothing, and it sets the other one going again.
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

/** Patches that fold to a state: one for each revision in it, and one for the tags. */
function patchesOf(id: string, state: SessionState): readonly SessionPatch[] {
  const { fields, metadata, customMetrics, tags, revisions } = state;
  const told = <V>(revision: number, prefix: string, held: { readonly [key: string]: V }) =>
    Object.fromEntries(Object.entries(held).filter(([key]) => revisions[prefix + key] === revision));
  return [
    { type: 'session', id, revision: belowAll, tags },
    ...[...new Set(Object.values(revisions))].map(
      (revision): SessionPatch => ({
        type: 'session',
        id,
        revision,
        set: told<unknown>(revision, '', fields as Record<string, unknown>) as SessionFields,
        metadata: told(revision, 'metadata.', metadata),
        customMetrics: told(revision, 'customMetrics.', customMetrics),
      }),
    ),
  ];
}
