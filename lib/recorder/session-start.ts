/** The start of a session. */
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
  /**
   * Whether a run inside the session sets its user and conversation, unless they are set already. @default
   * false
   */
  readonly inheritsIdentity?: boolean;
  /** The run that this session continues, started in another process. */
  readonly continuesRun?: string;
  readonly input?: unknown;
  readonly metadata?: { readonly [key: string]: unknown };
  /** Whether the start of the session is deferrable, as in {@link StepStart}. */
  readonly deferrable?: boolean;
}

/** The user and conversation of a session. */
export interface Identity {
  readonly userId?: string | undefined;
  readonly convoId?: string | undefined;
}
