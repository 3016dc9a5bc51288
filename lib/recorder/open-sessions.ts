/** The operations of a session that the list needs. */
interface OpenSession {
  /** A number that grows with each step and change. */
  readonly activity: number;
  abandon(): void;
  interrupt(cause: unknown): void;
}

/** Limit on remembered sessions. Others can still end by themselves. */
const maxOpen = 10_000;
const checkEveryMs = 3_600_000;
const maxIdleChecks = 24;

/**
 * Sessions of this process that have not ended. They are recorded as interrupted at exit, and as abandoned
 * after a day without activity.
 */
export class OpenSessions<S extends OpenSession> {
  readonly #nowMs: () => number;
  readonly #sessions = new Map<S, { activity: number; idleChecks: number } | undefined>();
  #checkedMs: number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#checkedMs = nowMs();
  }

  add(session: S): void {
    if (this.#nowMs() - this.#checkedMs >= checkEveryMs) this.#check();
    if (this.#sessions.size < maxOpen) this.#sessions.set(session, undefined);
  }

  delete(session: S): void {
    this.#sessions.delete(session);
  }

  /** Ends all sessions, because the process or the recording ends. */
  interrupt(cause: unknown): void {
    for (const session of this.#sessions.keys()) session.interrupt(cause);
  }

  #check(): void {
    this.#checkedMs = this.#nowMs();
    for (const [session, seen] of this.#sessions) {
      const { activity } = session;
      const idleChecks = seen?.activity === activity ? seen.idleChecks + 1 : 0;
      if (idleChecks < maxIdleChecks) this.#sessions.set(session, { activity, idleChecks });
      else session.abandon();
    }
  }
}
