import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../lib/store/index.ts';
import { started } from '../../support/items.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('openSqliteStore()', () => {
  it('keeps everything after a restart, in a file that only its owner can read', async () => {
    const path = join(tempDir(), 'made', 'sentrial.db');
    const first = openSqliteStore(path);
    await first.write('p', [started('s1', 1)]);
    await first.close();
    const second = openSqliteStore(path);
    expect(await second.hasSession('p', 's1')).toBe(true);
    await second.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('changes its version after a write by another process, and after a restart', async () => {
    const path = join(tempDir(), 'sentrial.db');
    const store = openSqliteStore(path);
    const other = openSqliteStore(path);
    const versions = [await store.version()];
    await other.write('p', [started('s1', 1)]);
    versions.push(await store.version());
    await other.close();
    await store.close();
    const again = openSqliteStore(path);
    versions.push(await again.version());
    await again.close();
    expect(new Set(versions).size).toBe(3);
  });

  it('refuses a database of a newer version', () => {
    const path = join(tempDir(), 'newer.db');
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => openSqliteStore(path)).toThrow(/newer version of @sentrial\/mastra/);
  });

  it('refuses a file that is not a database, and leaves it unchanged', () => {
    const path = join(tempDir(), 'text.db');
    writeFileSync(
      path,
      'this is no database, just some text that is long enough to be read as a header'.repeat(20),
    );
    expect(() => openSqliteStore(path)).toThrow(/is not an SQLite database/);
  });

  it('explains what to do about a path that cannot be written', () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    expect(() => openSqliteStore(join(file, 'below', 'sentrial.db'))).toThrow(
      /Make its parent writable, or name another/,
    );
  });
});
