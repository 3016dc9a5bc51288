import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStore, type Store } from '../collector/index.ts';
import { TracerError } from '../model/index.ts';

const defaultDataDir = '.sentrial';

/**
 * Opens the database in a data directory. Only `sentrial serve` creates one.
 *
 * @throws {TracerError} `storage` when the directory has no database, or it cannot be opened
 */
export function openExistingStore(dataDir: string = defaultDataDir): Store {
  const path = join(dataDir, 'sentrial.db');
  if (existsSync(path)) return openSqliteStore(path);
  throw new TracerError(
    'storage',
    `The database ${path} does not exist. Pass the collector's data directory with --data, or start a collector with sentrial serve.`,
  );
}
