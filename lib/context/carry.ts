import { shareMetadata } from '../primitives/index.ts';
import { sameText } from './same-text.ts';
import { type SessionPlace, sessionScope } from './session-scope.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is assignable to every function
type AnyFunction = (this: any, ...args: any[]) => any;

/** A place in a session, as plain data for another process or worker. */
export interface ExportedPlace {
  readonly sessionId: string;
  /** Id of the step around the caller. Absent directly below the session. */
  readonly parentEventId?: string;
}

/**
 * Binds a function to the current session, for listeners, stored callbacks and pool tasks, which otherwise
 * run in the session of their caller. Outside of a session, the function always runs outside of one.
 */
export function bindSession<F extends AnyFunction>(fn: F): F {
  if (typeof fn !== 'function')
    throw new TypeError(`bindSession() takes a function, but was given ${typeof fn}.`);
  const place = sessionScope.current();
  const within = <R>(call: () => R): R =>
    place ? sessionScope.run(place, call) : sessionScope.outside(call);
  const bound = new Proxy<F>(fn, {
    get: sameText,
    apply: (target, self, args) => within(() => Reflect.apply(target, self, args)),
  });
  shareMetadata(fn, bound);
  return bound;
}

/**
 * Returns the caller's place in the session. Pass it, as an object or JSON, to `withSession({ from }, fn)`
 * elsewhere.
 *
 * @returns `undefined` outside of a session
 */
export function exportContext(): ExportedPlace | undefined {
  const place: SessionPlace | undefined = sessionScope.current();
  if (!place) return undefined;
  const { session, parentEventId } = place;
  return { sessionId: session.id, ...(parentEventId === undefined ? {} : { parentEventId }) };
}
