import type { SessionEvent, SessionFields, SessionPatch } from '../../lib/model/index.ts';

let count = 0;

/** A patch of a session; revisions grow from call to call. */
export const patch = (id: string, set: SessionFields, more: Partial<SessionPatch> = {}): SessionPatch => ({
  type: 'session',
  id,
  revision: ++count,
  set,
  ...more,
});

/** The start of a session that began some seconds after the epoch of all specs. */
export const started = (id: string, second: number, fields: SessionFields = {}): SessionPatch =>
  patch(id, {
    name: 'desk',
    agentName: 'desk',
    userId: 'u',
    status: 'running',
    startedAt: timeAt(second),
    ...fields,
  });

/** A finished model call. */
export const llmEvent = (
  id: string,
  sessionId: string,
  fields: Partial<SessionEvent> = {},
): SessionEvent => ({
  type: 'event',
  id,
  sessionId,
  sequence: ++count,
  kind: 'llm',
  name: 'llm:openai:gpt-4o-mini',
  startedAt: timeAt(count),
  durationMs: 10,
  status: 'ok',
  model: 'gpt-4o-mini',
  provider: 'openai',
  usage: { inputTokens: 100, cacheReadTokens: 20, outputTokens: 10 },
  cost: { status: 'priced', totalPico: 1_000_000, parts: {}, modelId: 'gpt-4o-mini', source: 'spec' },
  input: { messages: [{ role: 'user', content: 'What is the weather?' }] },
  output: { text: 'Sunny.' },
  ...fields,
});

/** An ISO time. */
export const timeAt = (second: number): string =>
  new Date(Date.UTC(2026, 10, 23) + second * 1000).toISOString();
