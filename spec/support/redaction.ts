import type { CapturedEvent, Json, SessionEvent, Snapshot } from '../../lib/model/index.ts';
import {
  createRedactor,
  type PiiConfig,
  type Redactor,
  readPolicy,
  redactItem,
} from '../../lib/redaction/index.ts';

/** A redactor for a policy of the spec's own. */
export const redactorFor = (config: PiiConfig = {}): Redactor => createRedactor(readPolicy(config), 'key');

/** An event with the fields that matter to a spec. */
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

/** An event as it may leave the process. */
export const redactEvent = (fields: Partial<CapturedEvent>, redactor = redactorFor()): SessionEvent =>
  redactItem(eventWith(fields), redactor) as SessionEvent;

/** A value as it may leave the process. */
export const redactValue = (value: Snapshot, config?: PiiConfig): Json | undefined =>
  redactEvent({ input: value }, redactorFor(config)).input;

/** A text as it may leave the process. */
export const redactText = (text: string, config?: PiiConfig): string => redactValue(text, config) as string;
