import { isTracingDisabled } from '../primitives/index.ts';
import type { Session, SessionHandle } from '../recorder/index.ts';
import { type Scope, scopeNamed } from './scope.ts';

/** Whose session is running, and below which of its steps. Small: every kept promise may hold on to it. */
export interface SessionPlace {
  readonly session: Session;
  /** The step around the caller; absent directly below the session. */
  readonly parentEventId?: string;
  /** Set directly inside of a tool call that is recorded already. */
  readonly tool?: ToolCall;
}

/** A tool call that its framework tells of. The tool's own `execute`, traced too, is the same call. */
export interface ToolCall {
  /** True once: for the call of `execute` that is this tool call. */
  claim(kind: string, name: string): boolean;
}

/** The one context of this process. */
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
 * The session around the caller, wherever below an instrumented agent that is: in a tool, in a model call, in a
 * helper after any number of awaits.
 *
 * Outside of any session it returns a handle that does nothing and warns once, so that code in a tool needs no
 * check. After the session's end, what is told still reaches it.
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
