// npm runs this in a clone after each change of node_modules, as the script `dependencies`. It deletes files that
// nothing here reads: the C++ headers of the dev-dependency `node`, and the source maps of all dependencies.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const installed = join(import.meta.dirname, '../node_modules');

rmSync(join(installed, 'node/node_modules'), { recursive: true, force: true });
const entries = existsSync(installed) ? readdirSync(installed, { recursive: true, withFileTypes: true }) : [];
for (const entry of entries) {
  if (entry.isFile() && /\.(js|mjs|cjs|ts|mts|cts|css)\.map$/.test(entry.name))
    rmSync(join(entry.parentPath, entry.name));
}
