import { sameText } from './same-text.ts';
import { type SessionPlace, sessionScope } from './session-scope.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is assignable to every function
type AnyFunction = (this: any, ...args: any[]) => any;

/** Where a program is in a session, to be carried to another process or worker. Plain data. */
export interface ExportedPlace {
  readonly sessionId: string;
  /** The step around the caller; absent directly below the session. */
  readonly parentEventId?: string;
}

/**
 * The function, always called inside of the session that is current now: for listeners, stored callbacks and tasks
 * of a pool, which are otherwise called in whatever session the one has that calls them. Outside of any session it
 * is then called outside of any, too.
 */
export function bindSession<F extends AnyFunction>(fn: F): F {
  if (typeof fn !== 'function')
    throw new TypeError(`bindSession() takes a function, but was given ${typeof fn}.`);
  const place = sessionScope.current();
  const within = <R>(call: () => R): R =>
    place ? sessionScope.run(place, call) : sessionScope.outside(call);
  return new Proxy<F>(fn, {
    get: sameText,
    apply: (target, self, args) => within(() => Reflect.apply(target, self, args)),
  });
}

/**
 * Where the caller is in a session: pass it, as it is or as JSON, to `withSession({ from }, fn)` elsewhere.
 *
 * @returns `undefined` outside of any session
 */
export function exportContext(): ExportedPlace | undefined {
  const place: SessionPlace | undefined = sessionScope.current();
  if (!place) return undefined;
  const { session, parentEventId } = place;
  return { sessionId: session.id, ...(parentEventId === undefined ? {} : { parentEventId }) };
}
