import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BatchItem, TracerError } from '../../model/index.ts';
import type { Scope, Store, StoredKey, StoredPolicy, WriteResult } from '../store.ts';
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
  const driver = openDriver(path);
  const opening = randomUUID();
  let waiting: PendingWrite[] = [];

  const commit = () => {
    const writes = waiting;
    waiting = [];
    if (writes.length === 0) return;
    const done: (() => void)[] = [];
    try {
      driver.exec('BEGIN IMMEDIATE');
      for (const write of writes) done.push(attempt(driver, write));
      driver.exec('COMMIT');
    } catch (error) {
      rollBack(driver);
      for (const { reject } of writes) reject(error);
      return;
    }
    for (const settle of done) settle();
  };

  return {
    write: (project, items) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(commit);
        waiting.push({ project, items, resolve, reject });
      }),
    async version() {
      const others = driver.get('PRAGMA data_version')?.data_version;
      const own = driver.get('SELECT total_changes() AS changes')?.changes;
      return `${opening}.${others}.${own}`;
    },
    async hasSession(project, id) {
      const sql = 'SELECT 1 AS found FROM sessions WHERE project = ? AND id = ?';
      return driver.get(sql, project, rootOf(driver, project, id)) !== undefined;
    },
    listSessions: async (project, filter, page) => listSessions(driver, project, filter, page),
    async getSession(project, id) {
      const sql = `SELECT ${detailColumns} FROM sessions WHERE project = ? AND id = ?`;
      const root = rootOf(driver, project, id);
      const row = driver.get(sql, project, root);
      return row && { session: toDetail(row), events: listEvents(driver, project, root) };
    },
    getEvent: async (project, sessionId, id) =>
      getEvent(driver, project, rootOf(driver, project, sessionId), id),
    getConversation: async (project, convoId) => getConversation(driver, project, convoId),
    getOverview: async (project, filter) => getOverview(driver, project, filter),
    async findKey(digest) {
      const row = driver.get('SELECT * FROM api_keys WHERE digest = ?', digest);
      return (
        row && {
          digest,
          project: String(row.project),
          scopes: String(row.scopes).split(' ') as Scope[],
          label: String(row.label),
          ...(row.expires_ms === null ? {} : { expiresMs: Number(row.expires_ms) }),
        }
      );
    },
    putKey: async (key) => putKey(driver, key),
    async replaceKeys(labels, keys) {
      commit();
      inTransaction(driver, () => {
        driver.run('DELETE FROM api_keys WHERE expires_ms <= ?', Date.now());
        const gone = `DELETE FROM api_keys WHERE label IN (SELECT value FROM json_each(?))
          AND digest NOT IN (SELECT value FROM json_each(?))`;
        const digests = keys.map(({ digest }) => digest);
        if (driver.run(gone, JSON.stringify(labels), JSON.stringify(digests)) > 0)
          driver.run("DELETE FROM api_keys WHERE label = 'browser'");
        for (const key of keys) putKey(driver, key);
      });
    },
    getPolicy: async (project) => getPolicy(driver, project),
    async putPolicy(project, body) {
      const sql = `INSERT INTO redaction_policies (project, version, body, changed_ms) VALUES (?, 1, ?, ?)
        ON CONFLICT (project)
        DO UPDATE SET version = version + 1, body = excluded.body, changed_ms = excluded.changed_ms`;
      driver.run(sql, project, JSON.stringify(body), Date.now());
      return getPolicy(driver, project) as StoredPolicy;
    },
    async reprice(project, options) {
      commit();
      for (let after = 0; ; await nextTurn()) {
        const last = inTransaction(driver, () => repriceSome(driver, project, after, options));
        if (last === undefined) return;
        after = last;
      }
    },
    async close() {
      commit();
      driver.close();
    },
  };
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
