/** Sessions, their events, and API keys. */
export const sessions = `
CREATE TABLE sessions (
  n INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  agent_name TEXT NOT NULL,
  user_id TEXT NOT NULL,
  convo_id TEXT,
  status TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  duration_ms REAL,
  input TEXT,
  output TEXT,
  input_preview TEXT,
  output_preview TEXT,
  state TEXT NOT NULL,
  sums TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cost_pico INTEGER NOT NULL,
  unpriced_calls INTEGER NOT NULL,
  redaction TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  UNIQUE (project, id)
) STRICT;
CREATE INDEX sessions_by_time ON sessions (project, started_ms, n);
CREATE INDEX sessions_by_agent ON sessions (project, agent_name, status, started_ms, n);
CREATE INDEX sessions_by_status ON sessions (project, status, started_ms, n);
CREATE INDEX sessions_by_user ON sessions (project, user_id, started_ms, n);
CREATE INDEX sessions_by_conversation ON sessions (project, convo_id, started_ms, n) WHERE convo_id IS NOT NULL;

CREATE TABLE session_patches (
  project TEXT NOT NULL,
  session_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (project, session_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  n INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  started_ms REAL NOT NULL,
  sequence INTEGER NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (project, id)
) STRICT;
CREATE INDEX events_by_session ON events (project, session_id, started_ms, sequence, n);

CREATE TABLE event_payloads (
  n INTEGER PRIMARY KEY REFERENCES events (n),
  input TEXT,
  output TEXT,
  metadata TEXT
) STRICT;

CREATE TABLE api_keys (
  digest TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  scopes TEXT NOT NULL,
  label TEXT NOT NULL,
  expires_ms INTEGER
) STRICT, WITHOUT ROWID;
`;
