/** The outcome of a session, for `setOutcome()`. */
export interface SessionOutcome {
  readonly success: boolean;
  /** Your own numbers, such as a rating. They are merged by name. */
  readonly metrics?: { readonly [name: string]: number };
}

/**
 * Changes and extends the record of a session, during the session and after it. No method throws, and each method
 * also works when it is called without its handle.
 */
export interface SessionHandle {
  /** `sess_…`, or `''` outside of a session. */
  readonly id: string;
  /** URL of the session in the dashboard, or `''` outside of a session. */
  readonly url: string;
  /** Merges `metadata` into the session's metadata. The last value of each key wins. */
  setMetadata(metadata: { readonly [key: string]: unknown }): void;
  /** Sets the end user of the session. */
  setUser(userId: string): void;
  /** Adds the session to a conversation. */
  setConversation(convoId: string): void;
  /** Adds tags. A tag that the session already has is ignored. */
  addTags(...tags: readonly string[]): void;
  /** Records whether the session achieved its goal, independent of its status. */
  setOutcome(outcome: SessionOutcome): void;
  /** Replaces the session's input. */
  setInput(input: unknown): void;
  /** Replaces the session's output. */
  setOutput(output: unknown): void;
  /** Records a log line with optional data as an event. */
  log(message: string, data?: unknown): void;
  /** Records a decision with its reasons as an event. */
  decision(name: string, data?: unknown): void;
  /** Records a change of the program's state as an event. */
  stateChange(name: string, change?: { readonly before?: unknown; readonly after?: unknown }): void;
  /** Records a handled error as an event. The status of the session does not change. */
  error(error: unknown, data?: unknown): void;
  /** Sets a named number of the session, such as a rating. */
  score(name: string, value: number): void;
}
