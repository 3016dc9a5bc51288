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

/** What a key or a browser session may do. */
export type Scope = 'ingest' | 'read';

/** A key as it is kept: by its digest, never itself. */
export interface StoredKey {
  /** SHA-256 of the secret, in hex. */
  readonly digest: string;
  readonly project: string;
  readonly scopes: readonly Scope[];
  /** What it is, for people: `local`, `environment`, `browser`. */
  readonly label: string;
  /** Milliseconds since 1970 after which it is worth nothing. */
  readonly expiresMs?: number;
}

/** The redaction policy that a project has chosen. */
export interface StoredPolicy {
  /** 1 for the first one, and one more for each that followed. */
  readonly version: number;
  /** When it was chosen, ISO 8601. Absent where that was not kept. */
  readonly changedAt?: string;
  readonly body: JsonObject;
}

/** Which model calls are priced again, and how. */
export interface RepriceOptions {
  /** Only those that began then or later, in milliseconds since 1970. @default all */
  readonly sinceMs?: number;
  /**
   * Called once for each model call. Returns what it costs now; its own cost, the same object, where nothing
   * changes.
   */
  readonly priceAgain: (event: EventSummary, sessionId: string) => Cost | undefined;
  /** Only asks, and keeps nothing. */
  readonly isDryRun: boolean;
}

/** What became of a batch. */
export interface WriteResult {
  /** Items that are kept now and were not before. */
  readonly stored: number;
  /** Items that had been stored already. */
  readonly duplicates: number;
}

/**
 * Keeps sessions and events and answers the questions about them. Every method but `write`, `reprice` and those
 * that put something only reads; every one sees nothing but the project it is given.
 */
export interface Store {
  /**
   * Keeps a batch: all of it or nothing. Resolves when it will survive a crash of the process and of the machine.
   * Items may come twice, late and in any order. An event of an unknown session opens that session.
   *
   * A patch with `continuesRun` makes its session one with the session known to have begun that run, if there is
   * any: what is kept of it and what is still to come belongs to that session, which answers for both ids.
   */
  write(project: string, items: readonly BatchItem[]): Promise<WriteResult>;
  /**
   * A text that is another one once anything has been written, also by another process: what is asked again while it
   * is the same is answered the same. No two stores share one.
   */
  version(): Promise<string>;
  hasSession(project: string, id: string): Promise<boolean>;
  listSessions(project: string, filter: SessionFilter, page: Page): Promise<SessionPage>;
  getSession(project: string, id: string): Promise<SessionView | undefined>;
  getEvent(project: string, sessionId: string, id: string): Promise<EventDetail | undefined>;
  getConversation(project: string, convoId: string): Promise<ConversationView | undefined>;
  getOverview(project: string, filter: SessionFilter): Promise<Overview>;
  /**
   * Gives the model calls of a project the costs that `priceAgain` says, and their sessions the sums of them. Told
   * twice the same, the second time changes nothing.
   */
  reprice(project: string, options: RepriceOptions): Promise<void>;
  findKey(digest: string): Promise<StoredKey | undefined>;
  /** Keeps a key; one with the same digest is replaced. */
  putKey(key: StoredKey): Promise<void>;
  /**
   * Keeps keys in place of all others that have one of the labels. When one of those goes, so do all browser sessions:
   * it may have opened them. What has expired goes as well.
   */
  replaceKeys(labels: readonly string[], keys: readonly StoredKey[]): Promise<void>;
  getPolicy(project: string): Promise<StoredPolicy | undefined>;
  /** Keeps a policy in place of the one before. */
  putPolicy(project: string, body: JsonObject): Promise<StoredPolicy>;
  /** Finishes what has been accepted and lets go of the files. */
  close(): Promise<void>;
}
