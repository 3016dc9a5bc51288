import { createHash } from 'node:crypto';

const traceIdDigits = 32;
const spanIdDigits = 16;

const digits = (kind: string, id: string, count: number): string =>
  createHash('sha256').update(`${kind} ${id}`).digest('hex').slice(0, count);

/** Returns the trace id of a session. The id is deterministic, so that backends recognise resent spans. */
export const traceIdOf = (sessionId: string): string => digits('trace', sessionId, traceIdDigits);

/** Returns the root span id of a session. */
export const rootSpanIdOf = (sessionId: string): string => digits('session', sessionId, spanIdDigits);

/** Returns the span id of an event. */
export const spanIdOf = (eventId: string): string => digits('event', eventId, spanIdDigits);
