// A program that runs one of the test files of `continuation-local-storage` on our own context.
//
//   cls.ts <url of a collector> <test file>
//
// It prints what was asserted, as JSON, once nothing is left to do.

import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { configure } from '@sentrial/mastra';
import * as namespaces from '../cls/namespaces.ts';
import * as tap from '../cls/tap.ts';

const [apiUrl = '', file = ''] = process.argv.slice(2);
configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl, spoolDir: false });

/** What the tests ask for, and get from here. */
const instead: Readonly<Record<string, object>> = {
  tap,
  '../context.js': namespaces,
  '../context': namespaces,
};
const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
const load = loader._load;
loader._load = (request, ...rest) => instead[request] ?? load(request, ...rest);

// The tests still call it without a callback.
const { exists } = fs;
Object.assign(fs, {
  exists: (path: string, tell: (is: boolean) => void = () => undefined) => exists(path, tell),
});

const require = createRequire(import.meta.url);
const home = join(require.resolve('continuation-local-storage'), '../test');
process.on('exit', () => process.stdout.write(`${JSON.stringify(tap.counts)}\n`));
require(join(home, file));
