import type { SessionReason, SessionStatus } from '../model/index.ts';

/** How a session ends. */
export interface SessionEnding {
  readonly status: Exclude<SessionStatus, 'running'>;
  readonly reason?: SessionReason;
  /** The id that the framework gave the run. */
  readonly runId?: string;
  readonly output?: unknown;
  /** What was thrown; becomes the session's failure. */
  readonly error?: unknown;
}
