/** What is known of a session when it opens. */
export interface SessionStart {
  /** @default a new id */
  readonly id?: string;
  readonly name: string;
  readonly agentName: string;
  /** @default `anonymous` */
  readonly userId?: string;
  readonly convoId?: string;
  readonly parentSessionId?: string;
  readonly runId?: string;
  /** True when a run of an agent inside of it may imply whom it is for, where nobody says it. @default false */
  readonly inheritsIdentity?: boolean;
  /** The run that this session continues, begun in another process. */
  readonly continuesRun?: string;
  readonly input?: unknown;
  readonly metadata?: { readonly [key: string]: unknown };
  /** As for `deferrable` of a step, of the session's start. */
  readonly deferrable?: boolean;
}

/** Whom a session is for. */
export interface Identity {
  readonly userId?: string | undefined;
  readonly convoId?: string | undefined;
}
