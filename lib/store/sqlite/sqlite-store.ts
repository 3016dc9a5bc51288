import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BatchItem, type JsonObject, TracerError } from '../../model/index.ts';
import type {
  ConversationView,
  EventDetail,
  Overview,
  Page,
  SessionFilter,
  SessionPage,
  SessionView,
} from '../../query/index.ts';
import type { RepriceOptions, Scope, Store, StoredKey, StoredPolicy, WriteResult } from '../store.ts';
import { rootOf } from './continuation.ts';
import { type Driver, openDriver } from './driver.ts';
import { getEvent, listEvents } from './event-row.ts';
import { getConversation, getOverview, listSessions } from './queries.ts';
import { repriceSome } from './reprice.ts';
import { detailColumns, toDetail } from './session-row.ts';
import { writeItems } from './write-items.ts';

interface PendingWrite {
  readonly project: string;
  readonly items: readonly BatchItem[];
  readonly resolve: (result: WriteResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens a store in one SQLite file. Writes of one turn share a transaction and its disk sync, and a failing
 * write is rolled back alone.
 *
 * @param path a file, created with its directory if missing, or `:memory:`
 * @throws {TracerError} `storage` when the file cannot be opened
 */
export function openSqliteStore(path: string): Store {
  if (path !== ':memory:') makeDirectory(dirname(path));
  return new SqliteStore(openDriver(path));
}

class SqliteStore implements Store {
  readonly #driver: Driver;
  readonly #opening = randomUUID();
  #waiting: PendingWrite[] = [];

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  write(project: string, items: readonly BatchItem[]): Promise<WriteResult> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#commit());
      this.#waiting.push({ project, items, resolve, reject });
    });
  }

  async version(): Promise<string> {
    const others = this.#driver.get('PRAGMA data_version')?.data_version;
    const own = this.#driver.get('SELECT total_changes() AS changes')?.changes;
    return `${this.#opening}.${others}.${own}`;
  }

  async hasSession(project: string, id: string): Promise<boolean> {
    const sql = 'SELECT 1 AS found FROM sessions WHERE project = ? AND id = ?';
    return this.#driver.get(sql, project, rootOf(this.#driver, project, id)) !== undefined;
  }

  async listSessions(project: string, filter: SessionFilter, page: Page): Promise<SessionPage> {
    return listSessions(this.#driver, project, filter, page);
  }

  async getSession(project: string, id: string): Promise<SessionView | undefined> {
    const sql = `SELECT ${detailColumns} FROM sessions WHERE project = ? AND id = ?`;
    const root = rootOf(this.#driver, project, id);
    const row = this.#driver.get(sql, project, root);
    return row && { session: toDetail(row), events: listEvents(this.#driver, project, root) };
  }

  async getEvent(project: string, sessionId: string, id: string): Promise<EventDetail | undefined> {
    return getEvent(this.#driver, project, rootOf(this.#driver, project, sessionId), id);
  }

  async getConversation(project: string, convoId: string): Promise<ConversationView | undefined> {
    return getConversation(this.#driver, project, convoId);
  }

  async getOverview(project: string, filter: SessionFilter): Promise<Overview> {
    return getOverview(this.#driver, project, filter);
  }

  async findKey(digest: string): Promise<StoredKey | undefined> {
    const row = this.#driver.get('SELECT * FROM api_keys WHERE digest = ?', digest);
    return (
      row && {
        digest,
        project: String(row.project),
        scopes: String(row.scopes).split(' ') as Scope[],
        label: String(row.label),
        ...(row.expires_ms === null ? {} : { expiresMs: Number(row.expires_ms) }),
      }
    );
  }

  async putKey(key: StoredKey): Promise<void> {
    putKey(this.#driver, key);
  }

  async replaceKeys(labels: readonly string[], keys: readonly StoredKey[]): Promise<void> {
    this.#commit();
    const driver = this.#driver;
    inTransaction(driver, () => {
      driver.run('DELETE FROM api_keys WHERE expires_ms <= ?', Date.now());
      const gone = `DELETE FROM api_keys WHERE label IN (SELECT value FROM json_each(?))
        AND digest NOT IN (SELECT value FROM json_each(?))`;
      const digests = keys.map(({ digest }) => digest);
      if (driver.run(gone, JSON.stringify(labels), JSON.stringify(digests)) > 0)
        driver.run("DELETE FROM api_keys WHERE label = 'browser'");
      for (const key of keys) putKey(driver, key);
    });
  }

  async getPolicy(project: string): Promise<StoredPolicy | undefined> {
    return getPolicy(this.#driver, project);
  }

  async putPolicy(project: string, body: JsonObject): Promise<StoredPolicy> {
    const sql = `INSERT INTO redaction_policies (project, version, body, changed_ms) VALUES (?, 1, ?, ?)
      ON CONFLICT (project)
      DO UPDATE SET version = version + 1, body = excluded.body, changed_ms = excluded.changed_ms`;
    this.#driver.run(sql, project, JSON.stringify(body), Date.now());
    return getPolicy(this.#driver, project) as StoredPolicy;
  }

  async reprice(project: string, options: RepriceOptions): Promise<void> {
    this.#commit();
    for (let after = 0; ; await nextTurn()) {
      const last = inTransaction(this.#driver, () => repriceSome(this.#driver, project, after, options));
      if (last === undefined) return;
      after = last;
    }
  }

  async close(): Promise<void> {
    this.#commit();
    this.#driver.close();
  }

  #commit(): void {
    const writes = this.#waiting;
    this.#waiting = [];
    if (writes.length === 0) return;
    const done: (() => void)[] = [];
    try {
      this.#driver.exec('BEGIN IMMEDIATE');
      for (const write of writes) done.push(attempt(this.#driver, write));
      this.#driver.exec('COMMIT');
    } catch (error) {
      rollBack(this.#driver);
      for (const { reject } of writes) reject(error);
      return;
    }
    for (const settle of done) settle();
  }
}

function putKey(driver: Driver, { digest, project, scopes, label, expiresMs }: StoredKey): void {
  const sql = `INSERT OR REPLACE INTO api_keys (digest, project, scopes, label, expires_ms) VALUES (?, ?, ?, ?, ?)`;
  driver.run(sql, digest, project, scopes.join(' '), label, expiresMs ?? null);
}

function getPolicy(driver: Driver, project: string): StoredPolicy | undefined {
  const sql = 'SELECT version, body, changed_ms FROM redaction_policies WHERE project = ?';
  const row = driver.get(sql, project);
  if (!row) return undefined;
  const changed = typeof row.changed_ms === 'number' ? new Date(row.changed_ms).toISOString() : undefined;
  return {
    version: Number(row.version),
    ...(changed === undefined ? {} : { changedAt: changed }),
    body: JSON.parse(String(row.body)),
  };
}

/** Applies one write in a savepoint. Returns what to do after the commit. */
function attempt(driver: Driver, { project, items, resolve, reject }: PendingWrite): () => void {
  driver.exec('SAVEPOINT one_write');
  try {
    const result = writeItems(driver, project, items);
    driver.exec('RELEASE one_write');
    return () => resolve(result);
  } catch (error) {
    driver.exec('ROLLBACK TO one_write; RELEASE one_write');
    return () => reject(error);
  }
}

function inTransaction<R>(driver: Driver, work: () => R): R {
  driver.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    driver.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(driver);
    throw error;
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function rollBack(driver: Driver): void {
  try {
    driver.exec('ROLLBACK');
  } catch {
    // The failure can have ended the transaction already.
  }
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const { message } = cause as Error;
    throw new TracerError(
      'storage',
      `The directory ${path} cannot be made (${message}). Make its parent writable, or name another with --data.`,
      { cause },
    );
  }
}
