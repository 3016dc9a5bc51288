import type { CapturedEvent, Json, SessionEvent, Snapshot } from '../../lib/model/index.ts';
import {
  createRedactor,
  type PiiConfig,
  type Redactor,
  readPolicy,
  redactItem,
} from '../../lib/redaction/index.ts';

/** Creates a redactor for a policy. */
export const redactorFor = (config: PiiConfig = {}): Redactor => createRedactor(readPolicy(config), 'key');

/** Creates an event with the given fields. */
export const eventWith = (fields: Partial<CapturedEvent>): CapturedEvent => ({
  type: 'event',
  id: 'evt_1',
  sessionId: 'sess_1',
  sequence: 0,
  kind: 'tool',
  name: 'tool',
  startedAt: '2026-11-23T00:00:00.000Z',
  durationMs: 1,
  status: 'ok',
  ...fields,
});

/** Redacts an event. */
export const redactEvent = (fields: Partial<CapturedEvent>, redactor = redactorFor()): SessionEvent =>
  redactItem(eventWith(fields), redactor) as SessionEvent;

/** Redacts a value. */
export const redactValue = (value: Snapshot, config?: PiiConfig): Json | undefined =>
  redactEvent({ input: value }, redactorFor(config)).input;

/** Redacts a text. */
export const redactText = (text: string, config?: PiiConfig): string => redactValue(text, config) as string;
