import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';

/** Who writes to a segment. It is part of the file's name, so that taking a segment over is one atomic rename. */
export interface Owner {
  /** Digest of the machine's name and of the process namespace. */
  readonly machine: string;
  readonly pid: number;
  /** When the process began, as the system counts it; tells apart two processes with one id. `0` where unknown. */
  readonly began: string;
  readonly thread: number;
  /** Random; tells apart two writers in one thread. */
  readonly nonce: string;
}

/** An owner in another machine or thread counts as gone when it has not touched its segment for this long. */
export const goneAfterMs = 60_000;

/** The first hex digits of a SHA-256. */
export const shortDigest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

const machine = shortDigest(`${hostname()} ${namespaceOf()}`).slice(0, 8);

/** The nonces of all writers of this process and thread, whichever copy of this package they belong to. */
const alive = ((): Set<string> => {
  const key = Symbol.for('sentrial.spool.alive');
  const holder = globalThis as unknown as Record<symbol, Set<string> | undefined>;
  holder[key] ??= new Set();
  return holder[key];
})();

/** A new owner: this process and thread. It lives until {@link retire}. */
export function enrol(): Owner {
  const nonce = randomBytes(6).toString('hex');
  alive.add(nonce);
  return { machine, pid: process.pid, began: beganAt(process.pid) ?? '0', thread: threadId, nonce };
}

/** Ends an owner. Returns the one to name in its place: nobody, so that everybody may take over at once. */
export function retire(owner: Owner): Owner {
  alive.delete(owner.nonce);
  return { ...owner, pid: 0 };
}

/** An owner as part of a file name. */
export const ownerName = ({ machine, pid, began, thread, nonce }: Owner): string =>
  [machine, pid, began, thread, nonce].join('-');

/** Reads what {@link ownerName} wrote. */
export function parseOwner(name: string): Owner | undefined {
  const parts = /^([\da-f]{8})-(\d+)-(\d+)-(\d+)-([\da-f]{12})$/.exec(name);
  if (!parts) return undefined;
  const [, host = '', pid, began = '', thread, nonce = ''] = parts;
  return { machine: host, pid: Number(pid), began, thread: Number(thread), nonce };
}

/**
 * True when an owner will write no more.
 *
 * @param touchedMs when its segment was last written to or touched, in milliseconds since 1970
 */
export function isGone(owner: Owner, touchedMs: number): boolean {
  if (owner.pid === 0) return true;
  const isSilent = Date.now() - touchedMs > goneAfterMs;
  if (owner.machine !== machine) return isSilent;
  if (!isRunning(owner.pid)) return true;
  const began = beganAt(owner.pid);
  if (began !== undefined && owner.began !== '0' && began !== owner.began) return true;
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

/** The 22nd field of `/proc/<pid>/stat`: the start of the process in clock ticks since boot. */
function beganAt(pid: number): string | undefined {
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
