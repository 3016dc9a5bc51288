import type { SessionEvent } from '../../model/index.ts';
import type { EventDetail, EventSummary } from '../../query/index.ts';
import { previewOf } from '../preview.ts';
import type { Driver, Row } from './driver.ts';

/** Inserts an event. Returns `false` when it exists already. */
export function insertEvent(driver: Driver, project: string, event: SessionEvent): boolean {
  const { input, output, metadata, type: _, sessionId, ...body } = event;
  const summary: EventSummary = {
    ...body,
    responseModel: typeof metadata?.responseModel === 'string' ? metadata.responseModel : undefined,
    handedTo: metadata?.handedTo === 'client' ? 'client' : undefined,
    inputPreview: previewOf(input),
    outputPreview: previewOf(output),
  };
  const startedMs = Date.parse(event.startedAt);
  const inserted = driver.get(
    `INSERT INTO events (project, id, session_id, started_ms, sequence, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING RETURNING n`,
    project,
    event.id,
    sessionId,
    startedMs,
    event.sequence,
    JSON.stringify(summary),
  );
  if (!inserted) return false;
  driver.run(
    'INSERT INTO event_payloads (n, input, output, metadata) VALUES (?, ?, ?, ?)',
    Number(inserted.n),
    toText(input),
    toText(output),
    toText(metadata),
  );
  return true;
}

/** Returns the events of a session in order of their start. */
export function listEvents(driver: Driver, project: string, sessionId: string): readonly EventSummary[] {
  return driver
    .all(
      `SELECT body FROM events WHERE project = ? AND session_id = ? ORDER BY started_ms, sequence, n`,
      project,
      sessionId,
    )
    .map(({ body }) => JSON.parse(String(body)) as EventSummary);
}

/** Returns an event with its values, if it belongs to this session. */
export function getEvent(
  driver: Driver,
  project: string,
  sessionId: string,
  id: string,
): EventDetail | undefined {
  const row = driver.get(
    `SELECT body, input, output, metadata FROM events JOIN event_payloads USING (n)
     WHERE project = ? AND id = ? AND session_id = ?`,
    project,
    id,
    sessionId,
  );
  return row && toDetail(row);
}

const toDetail = ({ body, input, output, metadata }: Row): EventDetail => ({
  ...(JSON.parse(String(body)) as EventSummary),
  input: fromText(input),
  output: fromText(output),
  metadata: fromText(metadata),
});

const toText = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
const fromText = (text: unknown) => (typeof text === 'string' ? JSON.parse(text) : undefined);
