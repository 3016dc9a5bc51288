import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../lib/collector/index.ts';
import { runProgram } from '../support/host-program.ts';
import { tempDir } from '../support/temp-dir.ts';

const sentrial = (...args: readonly string[]) => runProgram('lib/cli/main.ts', {}, args);

/** A data directory with an empty database. */
async function dataDir(): Promise<string> {
  const data = tempDir();
  await openSqliteStore(join(data, 'sentrial.db')).close();
  return data;
}

describe('sentrial pii', () => {
  it('shows the policy, and sets another', async () => {
    const data = await dataDir();
    const file = join(data, 'policy.json');
    writeFileSync(file, JSON.stringify({ mode: 'pseudonym' }));
    expect((await sentrial('pii', '--data', data)).stdout).toContain('The built-in policy applies');
    expect(await sentrial('pii', file, '--data', data)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('now project-1'),
    });
    expect((await sentrial('pii', '--data', data)).stdout).toBe('project-1\n{\n  "mode": "pseudonym"\n}\n');
  });

  it('explains an invalid policy in one line', async () => {
    const data = await dataDir();
    const file = join(data, 'policy.json');
    writeFileSync(file, JSON.stringify({ mode: 'blur' }));
    expect(await sentrial('pii', file, '--data', data)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The redaction policy cannot be used: mode must be one of .*\n$/),
    });
  });
});
