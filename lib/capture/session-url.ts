import type { Client } from '../client/index.ts';
import { sessionScope } from '../context/index.ts';
import type { Session } from '../recorder/index.ts';

const clients = new WeakMap<Session, Client>();
const sessions = new WeakMap<object, Session>();

/** Notes the client that records a session. Returns the session. */
export function noteClient<S extends Session>(session: S, client: Client): S {
  clients.set(session, client);
  return session;
}

/** Notes the session that recorded the run with this result. */
export function noteResult(result: unknown, session: Session): void {
  if (typeof result === 'object' && result !== null) sessions.set(result, session);
}

/**
 * Returns the address of a session's page in the dashboard of its collector.
 *
 * @param result what a run method of an instrumented agent returned or resolved with @default the current session
 * @returns `undefined` without a recorded session, without a collector as destination, and for the hosted product,
 * whose dashboard has an address of its own
 *
 * @example
 * ```ts
 * const result = await tracked.generate('Look up user USR-123');
 * console.log(sessionUrl(result)); // http://127.0.0.1:3001/sessions/…
 * ```
 */
export function sessionUrl(result?: unknown): string | undefined {
  const session = typeof result === 'object' && result !== null ? sessions.get(result) : currentOf(result);
  return session && clients.get(session)?.sessionUrl(session.id);
}

const currentOf = (result: unknown): Session | undefined =>
  result === undefined ? sessionScope.current()?.session : undefined;
