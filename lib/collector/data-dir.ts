import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files that collectors and clients create. */
const ours = /^(?:sentrial\.db|spool$|policy-)/;

/**
 * Adds a `.gitignore` to the data directory, so that no conversation is committed by accident. A directory
 * with other files is left unchanged.
 */
export function hideFromGit(dir: string): void {
  try {
    if (!readdirSync(dir).every((name) => ours.test(name))) return;
    writeFileSync(join(dir, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 });
  } catch {
    // The file exists already, or the directory is not writable.
  }
}
