import type { SessionReason, SessionStatus } from '../model/index.ts';

/** The end of a session. */
export interface SessionEnding {
  readonly status: Exclude<SessionStatus, 'running'>;
  readonly reason?: SessionReason;
  /** Id of the run in the framework. */
  readonly runId?: string;
  readonly output?: unknown;
  /** The thrown value, which becomes the session's failure. */
  readonly error?: unknown;
}
