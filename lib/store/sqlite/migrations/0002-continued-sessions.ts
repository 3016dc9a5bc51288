/** Sessions by run, and ids of sessions that continue the run of another one. */
export const continuedSessions = `
ALTER TABLE sessions ADD COLUMN run_id TEXT;
ALTER TABLE sessions ADD COLUMN continued INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET run_id = json_extract(state, '$.fields.runId');
CREATE INDEX sessions_by_run ON sessions (project, run_id, started_ms, n) WHERE run_id IS NOT NULL;

CREATE TABLE session_aliases (
  project TEXT NOT NULL,
  id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  PRIMARY KEY (project, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_aliases_by_session ON session_aliases (project, session_id);
`;
