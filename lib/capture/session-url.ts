import { sessionScope } from '../context/index.ts';
import type { Session } from '../recorder/index.ts';

const sessions = new WeakMap<object, Session>();

/** Notes the session that recorded the run with this result. */
export function noteResult(result: unknown, session: Session): void {
  if (typeof result === 'object' && result !== null) sessions.set(result, session);
}

/**
 * Returns the address of a session's page in the dashboard, as `currentSession().url` does. The page exists once the
 * collector has the session.
 *
 * @param result what a run method of an instrumented agent returned or resolved with @default the current session
 * @returns `undefined` without a recorded session
 *
 * @example
 * ```ts
 * const result = await tracked.generate('Look up user USR-123');
 * console.log(sessionUrl(result)); // http://127.0.0.1:3001/sessions/…
 * ```
 */
export function sessionUrl(result?: unknown): string | undefined {
  if (result === undefined) return sessionScope.current()?.session.url;
  return typeof result === 'object' && result !== null ? sessions.get(result)?.url : undefined;
}
