import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
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
export function ensureLocalKey(path: string = localKeyPath()): string {
  try {
    const present = readFileSync(path, 'utf8').trim();
    if (present) {
      quietly(() => chmodSync(path, 0o600));
      return present;
    }
  } catch {
    // There is none yet.
  }
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return writeNew(path);
  } catch (cause) {
    const another = quietly(() => readFileSync(path, 'utf8').trim());
    if (another) return another;
    throw new TracerError(
      'storage',
      `The key file ${path} cannot be written. Make its directory writable, or set HOME to one that is.`,
      { cause },
    );
  }
}

function writeNew(path: string): string {
  const key = newApiKey();
  writeFileSync(path, `${key}\n`, { flag: 'wx', mode: 0o600 });
  return key;
}

/** What the digests of ids are keyed by that a collector and the programs with its local key make. */
export const digestKeyOf = (localKey: string): string =>
  createHash('sha256').update(`ids ${localKey}`).digest('hex');

let own: string | undefined;

/** The same for this user on this machine; one of this process alone where no key can be kept. */
export function ownDigestKey(): string {
  own ??= digestKeyOf(quietly(() => ensureLocalKey()) ?? newApiKey());
  return own;
}

function quietly<R>(act: () => R): R | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
