import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../primitives/index.ts';
import { hasEnded, type Owner, ownerName, parseOwner, shortDigest } from './owner.ts';

/** The parts of a segment's file name. */
export interface SegmentName {
  /** Digest of the destination's URL. */
  readonly url: string;
  /** Digest of the API key, or {@link anyKey}. */
  readonly key: string;
  /** Increases with time, so that sorted names are in order. */
  readonly serial: string;
  readonly owner: Owner;
}

/** A segment found in a directory. */
export interface FoundSegment {
  readonly path: string;
  readonly name: SegmentName;
  readonly bytes: number;
  /** Time of the last write or touch, in milliseconds since 1970. */
  readonly touchedMs: number;
  /** Returns whether its owner has ended, so that another process can claim it. */
  isOrphan(): boolean;
}

/** Replaces the digest of a missing or refused key. Any process with a key can claim such a segment. */
export const anyKey = 'any';

const extension = '.spool';
const ownDirectoryOnly = 0o700;
let count = 0;

/** Returns the digest of a key for file names. It does not reveal the key. */
export const keyDigest = (key: string | undefined): string =>
  key === undefined ? anyKey : shortDigest(`sentrial spool ${key}`);

/** Returns the name of an owner's next segment. */
export const nextName = (url: string, key: string, owner: Owner, nowMs: number): SegmentName => ({
  url: shortDigest(url),
  key,
  serial: nowMs.toString(36).padStart(9, '0') + (count++ % 36 ** 4).toString(36).padStart(4, '0'),
  owner,
});

/** Returns the path of a segment with this name. */
export const pathOf = (dir: string, { url, key, serial, owner }: SegmentName): string =>
  join(dir, `${url}-${key}-${serial}-${ownerName(owner)}${extension}`);

function parseName(file: string): SegmentName | undefined {
  const parts = /^([\da-f]{12})-([\da-f]{12}|any)-([\da-z]{13})-(.+)\.spool$/.exec(file);
  const owner = parseOwner(parts?.[4] ?? '');
  if (!parts || !owner) return undefined;
  const [, url = '', key = '', serial = ''] = parts;
  return { url, key, serial, owner };
}

/** Returns the subdirectory of a spool that holds the crash markers of running sessions. */
export const crashMarkersDir = (dir: string): string => join(dir, 'open');

/** Lists the segments in a directory, oldest first. A missing directory has none. */
export function listSegments(dir: string, clock: Clock = systemClock): readonly FoundSegment[] {
  let files: readonly string[];
  try {
    files = readdirSync(dir);
  } catch {
    return [];
  }
  return files
    .flatMap((file) => find(dir, file, clock))
    .sort((a, b) => (a.name.serial < b.name.serial ? -1 : 1));
}

function find(dir: string, file: string, clock: Clock): readonly FoundSegment[] {
  const name = parseName(file);
  if (!name) return [];
  try {
    const path = join(dir, file);
    const { size, mtimeMs } = lstatSync(path);
    const isOrphan = () => hasEnded(name.owner, mtimeMs, clock.wallMs());
    return [{ path, name, bytes: size, touchedMs: mtimeMs, isOrphan }];
  } catch {
    return [];
  }
}

/**
 * Creates the directory for its user alone, with a `.gitignore` that hides its files.
 *
 * @throws when it cannot be created
 */
export function makeDirectory(dir: string): void {
  if (mkdirSync(dir, { recursive: true, mode: ownDirectoryOnly }) === undefined) return;
  writeFileSync(join(dir, '.gitignore'), '*\n', { mode: 0o600 });
}
