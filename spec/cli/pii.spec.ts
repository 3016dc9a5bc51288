import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/host-program.ts';
import { tempDir } from '../support/temp-dir.ts';

const sentrial = (...args: readonly string[]) => runProgram('lib/cli/main.ts', {}, args);

describe('sentrial pii', () => {
  it('shows the policy, and chooses another', async () => {
    const data = tempDir();
    const file = join(data, 'policy.json');
    writeFileSync(file, JSON.stringify({ mode: 'pseudonym' }));
    expect((await sentrial('pii', '--data', data)).stdout).toContain('No policy was chosen');
    expect(await sentrial('pii', file, '--data', data)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('project-1 now'),
    });
    expect((await sentrial('pii', '--data', data)).stdout).toBe('project-1\n{\n  "mode": "pseudonym"\n}\n');
  });

  it('says in one line what is wrong with a policy', async () => {
    const data = tempDir();
    const file = join(data, 'policy.json');
    writeFileSync(file, JSON.stringify({ mode: 'blur' }));
    expect(await sentrial('pii', file, '--data', data)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The redaction policy cannot be used: mode must be one of .*\n$/),
    });
  });
});
