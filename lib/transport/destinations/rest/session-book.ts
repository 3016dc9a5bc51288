import {
  emptySessionState,
  foldSession,
  type SessionPatch,
  type SessionState,
} from '../../../model/index.ts';

interface Page {
  readonly state: SessionState;
  readonly bytes: number;
}

const defaults = { maxSessions: 10_000, maxBytes: 16_777_216 };

/**
 * Folds the patches of sessions, for destinations that send a session as a whole. At its limit, it forgets
 * the session without changes for the longest time.
 */
export class SessionBook {
  readonly #pages = new Map<string, Page>();
  readonly #maxSessions: number;
  readonly #maxBytes: number;
  #bytes = 0;

  constructor({ maxSessions, maxBytes } = defaults) {
    this.#maxSessions = maxSessions;
    this.#maxBytes = maxBytes;
  }

  /** Returns the known state of a session. */
  get(id: string): SessionState {
    return this.#pages.get(id)?.state ?? emptySessionState;
  }

  /** Applies a patch and returns the new state. Applying it twice changes nothing. */
  fold(patch: SessionPatch): SessionState {
    const state = foldSession(this.get(patch.id), [patch]);
    const bytes = JSON.stringify(state).length;
    this.forget(patch.id);
    this.#pages.set(patch.id, { state, bytes });
    this.#bytes += bytes;
    for (const id of this.#pages.keys()) {
      if (this.#pages.size <= this.#maxSessions && this.#bytes <= this.#maxBytes) break;
      if (id !== patch.id) this.forget(id);
    }
    return state;
  }

  /** Removes a session. */
  forget(id: string): void {
    this.#bytes -= this.#pages.get(id)?.bytes ?? 0;
    this.#pages.delete(id);
  }
}

/** Returns whether a session has ended. */
export const hasEnded = ({ fields: { status } }: SessionState): boolean =>
  status !== undefined && status !== 'running';
