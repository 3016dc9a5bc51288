import { types } from 'node:util';
import {
  type ClientOptions,
  clientFor,
  clientOptionRules,
  type OptionRules,
  optionRules,
  warnAboutOptions,
} from '../client/index.ts';
import { type ExportedPlace, type SessionPlace, sessionScope } from '../context/index.ts';
import { ignoreErrors, isTracingDisabled } from '../primitives/index.ts';
import type { Session, SessionEnding, StepEnding } from '../recorder/index.ts';
import { applyAttributes } from './apply-attributes.ts';
import { failed, givesNewPromise, type Watched, watchResult, whenForgotten } from './results/watch-result.ts';

/** Options of {@link withSession}. */
export interface WithSessionOptions extends ClientOptions {
  /** @default the name of the function, else `session` */
  readonly name?: string;
  /** Name that groups sessions. @default `name` */
  readonly agentName?: string;
  /** @default `anonymous` */
  readonly userId?: string;
  readonly convoId?: string;
  readonly metadata?: { readonly [key: string]: unknown };
  readonly tags?: readonly string[];
  readonly input?: unknown;
  /**
   * Behaviour inside a session: `join` adds a step to it, `new` opens a child session.
   *
   * @default join
   */
  readonly ifNested?: 'join' | 'new';
  /** Continues the session of `exportContext()` in another process, worker or callback. */
  readonly from?: ExportedPlace | string | undefined;
}

const sessionOptionRules: OptionRules = {
  ...clientOptionRules,
  name: optionRules.text,
  agentName: optionRules.text,
  userId: optionRules.text,
  convoId: optionRules.text,
  metadata: optionRules.object,
  tags: optionRules.texts,
  input: optionRules.any,
  ifNested: { accepts: (value) => value === 'join' || value === 'new', expected: "'join' or 'new'" },
  from: optionRules.any,
};

/**
 * Calls `fn` in a session and returns its result. The session ends with the result, or as failed with the
 * error; streams, generators and thenables end it when they are consumed.
 *
 * @example
 * ```ts
 * const answer = await withSession({ name: 'nightly-report', userId }, async () => {
 *   const rows = await load();
 *   return summarise(rows);
 * });
 * ```
 */
export function withSession<R>(fn: () => R): R;
export function withSession<R>(options: WithSessionOptions | undefined, fn: () => R): R;
export function withSession<R>(first: WithSessionOptions | (() => R) | undefined, second?: () => R): R {
  const fn = typeof first === 'function' ? first : second;
  const options = typeof first === 'function' || !first ? {} : first;
  if (typeof fn !== 'function') {
    throw new TypeError(
      'withSession() takes a function as its last argument: withSession({ … }, () => { … }).',
    );
  }
  if (isTracingDisabled()) return fn();
  warnAboutOptions('withSession()', options, sessionOptionRules);
  let opened: Watched;
  try {
    opened = open(options, options.name ?? (fn.name || 'session'));
  } catch (error) {
    if (isLoud(options)) throw error;
    return fn();
  }
  let result: R;
  try {
    result = sessionScope.run(opened.place, fn);
  } catch (error) {
    opened.end(failed(error));
    throw error;
  }
  if (types.isPromise(result)) whenForgotten(result, opened);
  watchResult(result, opened, givesNewPromise(fn));
  return result;
}

function isLoud(options: WithSessionOptions): boolean {
  try {
    return options.failSilently === false;
  } catch {
    return false;
  }
}

function open(options: WithSessionOptions, name: string): Watched {
  const around = options.from ? joined(options) : sessionScope.current();
  if (!around || around.session.ended || (options.ifNested === 'new' && !options.from)) {
    return openSession(options, name, around?.session);
  }
  const { session, parentEventId } = around;
  applyAttributes(session, options);
  const step = session.startStep({ kind: 'function', name, parentEventId, input: options.input });
  return {
    place: { session, parentEventId: step.id },
    showsOutput: true,
    end: (ending) => ignoreErrors(() => step.end(ending)),
  };
}

/** Opens a session, below `parent` if there is one. */
export function openSession(options: WithSessionOptions, name: string, parent?: Session): Watched {
  const { agentName = name, userId, convoId, metadata, tags, input } = options;
  const session = clientFor(options).recorder.openSession({
    name,
    agentName,
    input,
    ...(userId === undefined ? {} : { userId }),
    ...(convoId === undefined ? {} : { convoId }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(parent === undefined ? {} : { parentSessionId: parent.id }),
    inheritsIdentity: true,
  });
  applyAttributes(session, { tags });
  return {
    place: { session },
    showsOutput: true,
    end: (ending = {}) => ignoreErrors(() => session.end(sessionEnding(ending))),
  };
}

function sessionEnding({ status, output, error }: StepEnding): SessionEnding {
  if (status === 'error') return { status: 'failed', reason: 'error', error };
  if (status !== 'cancelled') return { status: 'completed', output };
  return error === undefined ? { status, output } : { status, output, reason: 'aborted', error };
}

/** Returns the place in the exported session, or `undefined` for an invalid value. */
function joined(options: WithSessionOptions): SessionPlace | undefined {
  const { sessionId, parentEventId } = readPlace(options.from);
  if (!isId(sessionId)) return undefined;
  const here = sessionScope.current()?.session;
  const session = here?.id === sessionId ? here : clientFor(options).recorder.joinSession(sessionId);
  return { session, ...(isId(parentEventId) ? { parentEventId } : {}) };
}

const maxIdChars = 128;
const maxPlaceChars = 1000;

const isId = (id: unknown): id is string =>
  typeof id === 'string' && id.length <= maxIdChars && /^[\w-]+$/.test(id);

function readPlace(from: unknown): Partial<ExportedPlace> {
  try {
    if (typeof from === 'string' && from.length > maxPlaceChars) return {};
    const { sessionId, parentEventId } = typeof from === 'string' ? JSON.parse(from) : from;
    return { sessionId, parentEventId };
  } catch {
    return {};
  }
}
