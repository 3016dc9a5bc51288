import { chmodSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { TracerError } from '../../model/index.ts';
import { migrations } from './migrations/index.ts';

/** A row of a result. */
export type Row = Record<string, SQLOutputValue>;

/** One connection with compiled statements. */
export interface Driver {
  all(sql: string, ...values: SQLInputValue[]): readonly Row[];
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  /** Returns the number of changed rows. */
  run(sql: string, ...values: SQLInputValue[]): number;
  exec(sql: string): void;
  close(): void;
}

/**
 * Opens a database file that only its owner can read, and migrates its schema.
 *
 * @param path a file, or `:memory:`
 * @throws {TracerError} `storage`
 */
export function openDriver(path: string): Driver {
  const db = openFile(path);
  const compiled = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = compiled.get(sql) ?? db.prepare(sql);
    compiled.set(sql, known);
    return known;
  };
  const driver: Driver = {
    all: (sql, ...values) => statement(sql).all(...values),
    get: (sql, ...values) => statement(sql).get(...values),
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    exec: (sql) => db.exec(sql),
    close: () => db.close(),
  };
  try {
    migrate(driver, path);
    return driver;
  } catch (error) {
    db.close();
    throw error;
  }
}

function openFile(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path);
    if (path !== ':memory:') chmodSync(path, 0o600);
    db.exec(`
      PRAGMA page_size = 16384;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA busy_timeout = 5000;
      PRAGMA journal_size_limit = 67108864;
    `);
    return db;
  } catch (cause) {
    throw new TracerError('storage', adviceFor(path, cause as SqliteError), { cause });
  }
}

interface SqliteError extends Error {
  readonly errcode?: number;
}

const sqliteNotADatabase = 26;

function adviceFor(path: string, { errcode, message }: SqliteError): string {
  return errcode === sqliteNotADatabase
    ? `${path} is not an SQLite database. Move it away, or name another directory with --data.`
    : `The database ${path} cannot be opened (${message}). Make its directory writable, or name another with --data.`;
}

function migrate(driver: Driver, path: string): void {
  const version = Number(driver.get('PRAGMA user_version')?.user_version ?? 0);
  if (version > migrations.length) {
    throw new TracerError(
      'storage',
      `The database ${path} was written by a newer version of @sentrial/mastra. Update this one.`,
    );
  }
  for (let at = version; at < migrations.length; at++) {
    driver.exec(`BEGIN IMMEDIATE; ${migrations[at]} PRAGMA user_version = ${at + 1}; COMMIT;`);
  }
}
