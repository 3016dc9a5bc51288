// `npm version` runs this after it has changed package.json. It writes the new version into the SDK's own name,
// and turns the section "Unreleased" of the changelog into a section of that version.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const today = new Date().toISOString().slice(0, 'yyyy-mm-dd'.length);

replaceIn('lib/model/sdk.ts', /version: '[^']*'/, `version: '${version}'`);
replaceIn('lib/docs/changelog.md', '## [Unreleased]', `## [Unreleased]\n\n## [${version}] - ${today}`);

function replaceIn(path, from, to) {
  const file = join(root, path);
  const text = readFileSync(file, 'utf8');
  if (text.search(from instanceof RegExp ? from : from.replace(/[[\]]/g, '\\$&')) === -1)
    throw new Error(`${path} has no ${from} to replace.`);
  writeFileSync(file, text.replace(from, to));
}
