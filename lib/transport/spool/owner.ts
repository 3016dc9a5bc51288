import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';

/** The writer of a segment. It is part of the file name, so that claiming a segment is one atomic rename. */
export interface Owner {
  /** Digest of the machine's name and of the process namespace. */
  readonly machine: string;
  readonly pid: number;
  /** Start time of the process in clock ticks, or `0` if unknown. It distinguishes processes with the same id. */
  readonly startedAt: string;
  readonly thread: number;
  /** Random value that distinguishes writers in one thread. */
  readonly nonce: string;
}

/** An owner on another machine or thread counts as ended after this time without touching its segment. */
export const endedAfterMs = 60_000;

/** Returns the first twelve hex digits of a SHA-256 digest. */
export const shortDigest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

const machine = shortDigest(`${hostname()} ${namespaceOf()}`).slice(0, 8);

/** Nonces of all writers in this process and thread, shared by all copies of this package. */
const alive = ((): Set<string> => {
  const key = Symbol.for('sentrial.spool.alive');
  const holder = globalThis as unknown as Record<symbol, Set<string> | undefined>;
  holder[key] ??= new Set();
  return holder[key];
})();

/** Registers a new owner for this process and thread, until {@link releaseOwner}. */
export function registerOwner(): Owner {
  const nonce = randomBytes(6).toString('hex');
  alive.add(nonce);
  return { machine, pid: process.pid, startedAt: startOf(process.pid) ?? '0', thread: threadId, nonce };
}

/** Ends an owner. Returns an owner that counts as ended, so that any process can claim the segment at once. */
export function releaseOwner(owner: Owner): Owner {
  alive.delete(owner.nonce);
  return { ...owner, pid: 0 };
}

/** Formats an owner as part of a file name. */
export const ownerName = ({ machine, pid, startedAt, thread, nonce }: Owner): string =>
  [machine, pid, startedAt, thread, nonce].join('-');

/** Parses what {@link ownerName} formats. */
export function parseOwner(name: string): Owner | undefined {
  const parts = /^([\da-f]{8})-(\d+)-(\d+)-(\d+)-([\da-f]{12})$/.exec(name);
  if (!parts) return undefined;
  const [, host = '', pid, startedAt = '', thread, nonce = ''] = parts;
  return { machine: host, pid: Number(pid), startedAt, thread: Number(thread), nonce };
}

/**
 * Returns whether an owner has ended.
 *
 * @param touchedMs time of the last write or touch of its segment, in milliseconds since 1970
 * @param nowMs the current time, in milliseconds since 1970
 */
export function hasEnded(owner: Owner, touchedMs: number, nowMs: number): boolean {
  if (owner.pid === 0) return true;
  const isSilent = nowMs - touchedMs > endedAfterMs;
  if (owner.machine !== machine) return isSilent;
  if (!isRunning(owner.pid)) return true;
  const startedAt = startOf(owner.pid);
  if (startedAt !== undefined && owner.startedAt !== '0' && startedAt !== owner.startedAt) return true;
  if (owner.pid !== process.pid) return false;
  return owner.thread === threadId ? !alive.has(owner.nonce) : isSilent;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Returns field 22 of `/proc/<pid>/stat`: the start of the process in clock ticks since boot. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function namespaceOf(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
