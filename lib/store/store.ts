import type { BatchItem, Cost, JsonObject } from '../model/index.ts';
import type {
  ConversationView,
  EventDetail,
  EventSummary,
  Overview,
  Page,
  SessionFilter,
  SessionPage,
  SessionView,
} from '../query/index.ts';

/** The permission of a key or browser session. */
export type Scope = 'ingest' | 'read';

/** A stored key. Only its digest is kept. */
export interface StoredKey {
  /** SHA-256 of the secret, in hex. */
  readonly digest: string;
  readonly project: string;
  readonly scopes: readonly Scope[];
  /** A label for people: `local`, `environment`, `browser`. */
  readonly label: string;
  /** Expiry in milliseconds since 1970. */
  readonly expiresMs?: number;
}

/** The redaction policy that a project has chosen. */
export interface StoredPolicy {
  /** 1 for the first policy, and one more for each change. */
  readonly version: number;
  /** Time of the change, ISO 8601. Absent when it is unknown. */
  readonly changedAt?: string;
  readonly body: JsonObject;
}

/** Options of repricing. */
export interface RepriceOptions {
  /** Only calls that started then or later, in milliseconds since 1970. @default all */
  readonly sinceMs?: number;
  /** Returns the new cost of a model call, or its own cost object when nothing changes. */
  readonly priceAgain: (event: EventSummary, sessionId: string, agentName: string) => Cost | undefined;
  /** Computes the changes without storing them. */
  readonly isDryRun: boolean;
}

/** The result of a write. */
export interface WriteResult {
  /** Number of newly stored items. */
  readonly stored: number;
  /** Number of items that were stored before. */
  readonly duplicates: number;
}

/**
 * Stores sessions and events and answers queries, each within one project. Only `write`, `reprice` and the
 * `put` and `replace` methods change data.
 */
export interface Store {
  /**
   * Stores a batch, all of it or nothing, and resolves when it is durable. Items can arrive twice, late and
   * in any order, and an event of an unknown session opens it.
   *
   * @param items a patch with `continuesRun` joins its session to the one that started the run
   */
  write(project: string, items: readonly BatchItem[]): Promise<WriteResult>;
  /**
   * Returns a text that changes with every write, also by other processes. Equal versions mean equal answers.
   */
  version(): Promise<string>;
  hasSession(project: string, id: string): Promise<boolean>;
  listSessions(project: string, filter: SessionFilter, page: Page): Promise<SessionPage>;
  getSession(project: string, id: string): Promise<SessionView | undefined>;
  getEvent(project: string, sessionId: string, id: string): Promise<EventDetail | undefined>;
  getConversation(project: string, convoId: string): Promise<ConversationView | undefined>;
  getOverview(project: string, filter: SessionFilter): Promise<Overview>;
  /**
   * Sets the costs of a project's model calls by `priceAgain`, and the sums of their sessions. A second run
   * changes nothing.
   */
  reprice(project: string, options: RepriceOptions): Promise<void>;
  findKey(digest: string): Promise<StoredKey | undefined>;
  /** Stores a key. A key with the same digest is replaced. */
  putKey(key: StoredKey): Promise<void>;
  /**
   * Replaces all keys with one of the labels. When a key is removed, all browser sessions and expired keys
   * are removed too.
   */
  replaceKeys(labels: readonly string[], keys: readonly StoredKey[]): Promise<void>;
  getPolicy(project: string): Promise<StoredPolicy | undefined>;
  /** Replaces the policy of a project. */
  putPolicy(project: string, body: JsonObject): Promise<StoredPolicy>;
  /** Finishes accepted writes and closes the files. */
  close(): Promise<void>;
}
