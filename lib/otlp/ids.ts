import { createHash } from 'node:crypto';

const traceIdDigits = 32;
const spanIdDigits = 16;

const digits = (kind: string, id: string, count: number): string =>
  createHash('sha256').update(`${kind} ${id}`).digest('hex').slice(0, count);

/** The trace of a session: always the same one, so that what is sent twice is seen to be the same. */
export const traceIdOf = (sessionId: string): string => digits('trace', sessionId, traceIdDigits);

/** The root span of a session. */
export const rootSpanIdOf = (sessionId: string): string => digits('session', sessionId, spanIdDigits);

/** The span of an event. */
export const spanIdOf = (eventId: string): string => digits('event', eventId, spanIdDigits);
