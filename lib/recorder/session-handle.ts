/** What `setOutcome` takes. */
export interface SessionOutcome {
  readonly success: boolean;
  /** Numbers of your own, such as a rating; merged by name. */
  readonly metrics?: { readonly [name: string]: number };
}

/** What one can tell a session while it runs and afterwards. None of it throws, taken out of the handle or not. */
export interface SessionHandle {
  /** `sess_…`, or `''` outside of any session. */
  readonly id: string;
  /** The session's page in the dashboard, or `''` outside of any session. */
  readonly url: string;
  /** Merges into the session's metadata: of each key the last value stays. */
  setMetadata(metadata: { readonly [key: string]: unknown }): void;
  /** Sets the end user the session belongs to. */
  setUser(userId: string): void;
  /** Puts the session into a conversation. */
  setConversation(convoId: string): void;
  /** Adds tags; a tag the session has already changes nothing. */
  addTags(...tags: readonly string[]): void;
  /** Says whether the session achieved what it was for, whatever its status. */
  setOutcome(outcome: SessionOutcome): void;
  /** Replaces the session's input. */
  setInput(input: unknown): void;
  /** Replaces the session's output. */
  setOutput(output: unknown): void;
  /** Records a line of a log, with data to it, as an event. */
  log(message: string, data?: unknown): void;
  /** Records a decision, with its reasons, as an event. */
  decision(name: string, data?: unknown): void;
  /** Records a change of the program's state as an event. */
  stateChange(name: string, change?: { readonly before?: unknown; readonly after?: unknown }): void;
  /** Records an error that was dealt with, as an event. The session does not fail by it. */
  error(error: unknown, data?: unknown): void;
  /** Sets a number of the session by name, such as a rating. */
  score(name: string, value: number): void;
}
