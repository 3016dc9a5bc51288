/** A session as far as it matters here. */
interface OpenSession {
  /** How much has gone on in it so far; a number that only grows. */
  readonly activity: number;
  abandon(): void;
  interrupt(cause: unknown): void;
}

/** Sessions that are kept hold of; those beyond may still end by themselves. */
const mostOpen = 10_000;
const lookEveryMs = 3_600_000;
const mostIdleLooks = 24;

/**
 * The sessions of this process that have not ended: what it leaves open when it ends is told as interrupted. One in
 * which nothing has gone on for a day is given up as abandoned, so that they do not pile up.
 */
export class OpenSessions<S extends OpenSession> {
  readonly #nowMs: () => number;
  readonly #sessions = new Map<S, { activity: number; idleLooks: number } | undefined>();
  #lookedMs: number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#lookedMs = nowMs();
  }

  add(session: S): void {
    if (this.#nowMs() - this.#lookedMs >= lookEveryMs) this.#look();
    if (this.#sessions.size < mostOpen) this.#sessions.set(session, undefined);
  }

  delete(session: S): void {
    this.#sessions.delete(session);
  }

  /** Ends them all: the process ends, or the recording does. */
  interrupt(cause: unknown): void {
    for (const session of this.#sessions.keys()) session.interrupt(cause);
  }

  #look(): void {
    this.#lookedMs = this.#nowMs();
    for (const [session, seen] of this.#sessions) {
      const { activity } = session;
      const idleLooks = seen?.activity === activity ? seen.idleLooks + 1 : 0;
      if (idleLooks < mostIdleLooks) this.#sessions.set(session, { activity, idleLooks });
      else session.abandon();
    }
  }
}
