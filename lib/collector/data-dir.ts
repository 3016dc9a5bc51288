import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What collectors and clients put there. */
const ours = /^(?:sentrial\.db|spool$|policy-)/;

/**
 * Keeps a directory of data out of the repository it may lie in, so that no conversation is committed by accident. One
 * that holds anything else is somebody's own, and left as it is.
 */
export function hideFromGit(dir: string): void {
  try {
    if (!readdirSync(dir).every((name) => ours.test(name))) return;
    writeFileSync(join(dir, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 });
  } catch {
    // It is hidden already, or cannot be.
  }
}
