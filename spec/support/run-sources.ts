import { join } from 'node:path';

/** Arguments of Node.js that make it run TypeScript of the repository, and its package names. */
export const runSources: readonly string[] = ['--import', join(import.meta.dirname, 'run-sources.mjs')];
