import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// Collectors write a key below HOME and clients read it there: no spec may see the developer's own.
const home = mkdtempSync(join(tmpdir(), 'sentrial-home-'));
process.env.HOME = home;
for (const name of Object.keys(process.env)) if (name.startsWith('SENTRIAL_')) delete process.env[name];
// Nor may it send what another has left, or leave anything in the repository.
process.env.SENTRIAL_SPOOL_DIR = join(home, 'spool');

afterAll(() => rmSync(home, { recursive: true, force: true }));
