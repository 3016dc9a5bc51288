import { isTracingDisabled } from '../primitives/index.ts';
import type { Session, SessionHandle } from '../recorder/index.ts';
import { type Scope, scopeNamed } from './scope.ts';

/** The current session and step. It is small, because every retained promise can reference it. */
export interface SessionPlace {
  readonly session: Session;
  /** Id of the step around the caller. Absent directly below the session. */
  readonly parentEventId?: string;
  /** Set directly inside a tool call that is already recorded. */
  readonly tool?: ToolCall;
}

/** A tool call reported by its framework. A traced `execute` of the same tool is the same call. */
export interface ToolCall {
  /** Returns `true` once, for the `execute` call that belongs to this tool call. */
  claim(kind: string, name: string): boolean;
}

/** The context of this process. */
export const sessionScope: Scope<SessionPlace> = scopeNamed<SessionPlace>('session.v1');

let warned = false;

function outsideOfSession(): void {
  if (warned || isTracingDisabled()) return;
  warned = true;
  process.emitWarning(
    'currentSession() was used outside of any session, so nothing was recorded. Call it below an instrumented agent.',
    { type: 'SentrialWarning', code: 'SENTRIAL_NO_SESSION' },
  );
}

const inertSession: SessionHandle = Object.freeze({
  id: '',
  url: '',
  setMetadata: outsideOfSession,
  setUser: outsideOfSession,
  setConversation: outsideOfSession,
  addTags: outsideOfSession,
  setOutcome: outsideOfSession,
  setInput: outsideOfSession,
  setOutput: outsideOfSession,
  log: outsideOfSession,
  decision: outsideOfSession,
  stateChange: outsideOfSession,
  error: outsideOfSession,
  score: outsideOfSession,
});

/**
 * Returns the session around the caller, at any depth below an instrumented agent. Outside of a session, it
 * returns a handle that does nothing and warns once.
 *
 * @example
 * ```ts
 * execute: async ({ orderId }) => {
 *   currentSession().setMetadata({ orderId });
 *   return await orders.find(orderId);
 * }
 * ```
 */
export function currentSession(): SessionHandle {
  return sessionScope.current()?.session.handle ?? inertSession;
}
