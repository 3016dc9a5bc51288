import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { TracerError } from '../model/index.ts';

const secretBytes = 24;

/** Where the key lies that a collector and the programs of one user on one machine share. */
const localKeyPath = (): string => join(homedir(), '.sentrial', 'local-key');

/** A new API key: `sentrial_live_` and 192 random bits. */
const newApiKey = (): string => `sentrial_live_${randomBytes(secretBytes).toString('base64url')}`;

/** The shared key, or `undefined` where no collector has run yet or its key cannot be read. */
export async function readLocalKey(path?: string): Promise<string | undefined> {
  try {
    return (await readFile(path ?? localKeyPath(), 'utf8')).trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * The shared key; written first, with mode 0600 in a directory with mode 0700, where there is none.
 *
 * @throws {TracerError} `storage` when it can neither be read nor written
 */
export async function ensureLocalKey(path: string = localKeyPath()): Promise<string> {
  const present = await readLocalKey(path);
  if (present) {
    await chmod(path, 0o600).catch(() => undefined);
    return present;
  }
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return await writeNew(path);
  } catch (cause) {
    const another = await readLocalKey(path);
    if (another) return another;
    throw new TracerError(
      'storage',
      `The key file ${path} cannot be written. Make its directory writable, or set HOME to one that is.`,
      { cause },
    );
  }
}

async function writeNew(path: string): Promise<string> {
  const key = newApiKey();
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const file = await open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    await file.writeFile(`${key}\n`);
  } finally {
    await file.close();
  }
  return key;
}
