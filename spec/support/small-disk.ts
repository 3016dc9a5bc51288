import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A directory that can be made full. */
export interface SmallDisk {
  readonly dir: string;
  /** Why it cannot be made full, if it cannot. */
  readonly leftOut?: string;
  fill(): void;
  free(): void;
  close(): void;
}

/** A directory of some megabytes of its own, where this user may mount one; else a plain one that is never full. */
export function openSmallDisk(dir: string, megabytes: number): SmallDisk {
  mkdirSync(dir, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', dir], {
      stdio: 'ignore',
    });
  } catch {
    const leftOut = 'a full disk needs a mount, which needs root';
    return { dir, leftOut, fill: () => undefined, free: () => undefined, close: () => undefined };
  }
  const filler = join(dir, 'filler');
  return {
    dir,
    fill: () => fillUp(filler),
    free: () => rmSync(filler, { force: true }),
    close: () => void execFileSync('umount', ['-l', dir], { stdio: 'ignore' }),
  };
}

function fillUp(file: string): void {
  const opened = openSync(file, 'w');
  try {
    for (let bytes = 1_048_576; bytes >= 1; bytes >>= 1) writeWhileRoom(opened, Buffer.alloc(bytes));
  } finally {
    closeSync(opened);
  }
}

function writeWhileRoom(opened: number, block: Buffer): void {
  try {
    for (;;) writeSync(opened, block);
  } catch {
    // Full, for blocks of this size.
  }
}
