import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGone, type Owner, ownerName, parseOwner, shortDigest } from './owner.ts';

/** What the name of a segment says. */
export interface SegmentName {
  /** Digest of the address its items are for. */
  readonly url: string;
  /** Digest of the key they were meant to be sent with, or {@link anyKey}. */
  readonly key: string;
  /** Grows with time, so that sorted names are in order. */
  readonly serial: string;
  readonly owner: Owner;
}

/** A segment that lies in a directory. */
export interface FoundSegment {
  readonly path: string;
  readonly name: SegmentName;
  readonly bytes: number;
  /** When it was last written to or touched, in milliseconds since 1970. */
  readonly touchedMs: number;
  /** Whether nobody writes to it any more, so that it may be taken over. */
  isFree(): boolean;
}

/** Stands for the digest of a key that was not there, or that was refused: whoever has a key may send it. */
export const anyKey = 'any';

const extension = '.spool';
const ownDirectoryOnly = 0o700;
let made = 0;

/** The digest of a key, for names of segments; the key cannot be told from it. */
export const keyDigest = (key: string | undefined): string =>
  key === undefined ? anyKey : shortDigest(`sentrial spool ${key}`);

/** A name for the next segment of an owner. */
export const nextName = (url: string, key: string, owner: Owner): SegmentName => ({
  url: shortDigest(url),
  key,
  serial: Date.now().toString(36).padStart(9, '0') + (made++ % 36 ** 4).toString(36).padStart(4, '0'),
  owner,
});

/** The file that a name stands for. */
export const pathOf = (dir: string, { url, key, serial, owner }: SegmentName): string =>
  join(dir, `${url}-${key}-${serial}-${ownerName(owner)}${extension}`);

function parseName(file: string): SegmentName | undefined {
  const parts = /^([\da-f]{12})-([\da-f]{12}|any)-([\da-z]{13})-(.+)\.spool$/.exec(file);
  const owner = parseOwner(parts?.[4] ?? '');
  if (!parts || !owner) return undefined;
  const [, url = '', key = '', serial = ''] = parts;
  return { url, key, serial, owner };
}

/** The directory, in that of a spool, of what is to be told of sessions that go on. */
export const crashMarkersDir = (dir: string): string => join(dir, 'open');

/** All segments in a directory, oldest first; none where there is no such directory. */
export function listSegments(dir: string): readonly FoundSegment[] {
  let files: readonly string[];
  try {
    files = readdirSync(dir);
  } catch {
    return [];
  }
  return files.flatMap((file) => find(dir, file)).sort((a, b) => (a.name.serial < b.name.serial ? -1 : 1));
}

function find(dir: string, file: string): readonly FoundSegment[] {
  const name = parseName(file);
  if (!name) return [];
  try {
    const path = join(dir, file);
    const { size, mtimeMs } = lstatSync(path);
    return [{ path, name, bytes: size, touchedMs: mtimeMs, isFree: () => isGone(name.owner, mtimeMs) }];
  } catch {
    return [];
  }
}

/**
 * Makes the directory, open to its user alone and unseen by git.
 *
 * @throws when it cannot be made
 */
export function makeDirectory(dir: string): void {
  if (mkdirSync(dir, { recursive: true, mode: ownDirectoryOnly }) === undefined) return;
  writeFileSync(join(dir, '.gitignore'), '*\n', { mode: 0o600 });
}
