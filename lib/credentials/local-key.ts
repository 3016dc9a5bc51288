import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { TracerError } from '../model/index.ts';

const secretBytes = 24;

/** Path of the key that a collector shares with the programs of one user on one machine. */
const localKeyPath = (): string => join(homedir(), '.sentrial', 'local-key');

/** Returns a new API key: `sentrial_live_` and 192 random bits. */
const newApiKey = (): string => `sentrial_live_${randomBytes(secretBytes).toString('base64url')}`;

/** Returns the shared key, or `undefined` when the key file does not exist or cannot be read. */
export async function readLocalKey(path?: string): Promise<string | undefined> {
  try {
    return (await readFile(path ?? localKeyPath(), 'utf8')).trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns the shared key. It is created on first use, in a file with mode 0600 and a directory with mode 0700.
 *
 * @throws {TracerError} `storage` when the key can neither be read nor written
 */
export function ensureLocalKey(path: string = localKeyPath()): string {
  try {
    const present = readFileSync(path, 'utf8').trim();
    if (present) {
      attempt(() => chmodSync(path, 0o600));
      return present;
    }
  } catch {
    // The file does not exist yet.
  }
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return writeNew(path);
  } catch (cause) {
    const another = attempt(() => readFileSync(path, 'utf8').trim());
    if (another) return another;
    throw new TracerError(
      'storage',
      `The key file ${path} cannot be written. Make its directory writable, or set HOME to a writable directory.`,
      { cause },
    );
  }
}

function writeNew(path: string): string {
  const key = newApiKey();
  writeFileSync(path, `${key}\n`, { flag: 'wx', mode: 0o600 });
  return key;
}

/** Returns the key of id digests for a local key. Collector and programs with the same local key share it. */
export const digestKeyOf = (localKey: string): string =>
  createHash('sha256').update(`ids ${localKey}`).digest('hex');

let ownKey: string | undefined;

/** Returns the digest key of this user on this machine, or a random one when no key file can be written. */
export function ownDigestKey(): string {
  ownKey ??= digestKeyOf(attempt(() => ensureLocalKey()) ?? newApiKey());
  return ownKey;
}

function attempt<R>(act: () => R): R | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
