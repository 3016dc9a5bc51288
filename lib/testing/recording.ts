import {
  type BatchItem,
  emptySessionState,
  foldSession,
  type JsonObject,
  type SessionEvent,
  type SessionFields,
  type SessionPatch,
} from '../model/index.ts';

/** A recorded event. */
export type RecordedEvent = SessionEvent;

/** A recorded session with its events. */
export interface RecordedSession extends SessionFields {
  readonly id: string;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly customMetrics: { readonly [name: string]: number };
  /** In the order in which the steps began. */
  readonly events: readonly RecordedEvent[];
}

interface Gathered {
  readonly patches: SessionPatch[];
  readonly events: RecordedEvent[];
}

/** Gathers items into sessions. */
export class Recording {
  readonly #sessions = new Map<string, Gathered>();

  /** Takes an item. */
  add(item: BatchItem): void {
    const id = item.type === 'event' ? item.sessionId : item.id;
    const gathered = this.#sessions.get(id) ?? { patches: [], events: [] };
    this.#sessions.set(id, gathered);
    if (item.type === 'event') gathered.events.push(item);
    else gathered.patches.push(item);
  }

  /** All sessions, in the order in which the first of each came. */
  sessions(): readonly RecordedSession[] {
    return [...this.#sessions].map(([id, { patches, events }]) => {
      const { fields, metadata, tags, customMetrics } = foldSession(emptySessionState, patches);
      const inOrder = events.toSorted((one, other) => one.sequence - other.sequence);
      return {
        id,
        ...fields,
        metadata: { ...metadata },
        tags,
        customMetrics: { ...customMetrics },
        events: inOrder,
      };
    });
  }

  /** Returns the sessions that are neither ended nor suspended. */
  running(): readonly RecordedSession[] {
    const isRunning = ({ status, reason }: RecordedSession) =>
      (status === undefined || status === 'running') && reason !== 'suspended';
    return this.sessions().filter(isRunning);
  }

  /** Forgets everything. */
  clear(): void {
    this.#sessions.clear();
  }
}
