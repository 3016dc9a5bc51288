#!/usr/bin/env node
// The `sentrial` command. It runs from dist/ in the package, and from the sources in a clone of the repository.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = new URL('../../dist/cli/main.js', import.meta.url);
const source = new URL('./main.ts', import.meta.url);
const clonedNode = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

if (!existsSync(source)) {
  await import(built.href);
} else if (process.features.typescript) {
  if (process.argv[2] === 'serve') {
    const { buildDashboard } = await import('../../samples/support/build-dashboard.ts');
    await buildDashboard();
  }
  await import(source.href);
} else if (existsSync(clonedNode)) {
  // This Node.js cannot run TypeScript. The clone has one that can.
  const child = spawn(clonedNode, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.stderr.write('sentrial: this clone has no dependencies installed. Run `npm ci` first.\n');
  process.exitCode = 1;
}
