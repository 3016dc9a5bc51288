import { createHmac } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSource } from '../support/host-program.ts';
import { tempDir } from '../support/temp-dir.ts';

const source = `
  import { close, toFile, withSession } from '@sentrial/mastra';
  const file = process.env.SPEC_FILE;
  withSession({ name: 'n', userId: 'Jane.Roe@acme.com', destinations: [toFile(file)] }, () => undefined);
  await close();
`;

/** Runs a program without an API key and returns the user id it sent. */
async function userOf(home: string): Promise<string> {
  const file = join(tempDir(), 'out.jsonl');
  const { code, stderr } = await runSource(source, { HOME: home, SPEC_FILE: file });
  expect([code, stderr]).toEqual([0, '']);
  const [first = ''] = readFileSync(file, 'utf8').split('\n');
  return JSON.parse(first).set.userId;
}

describe('the digest of a user id that is personal data, without an API key', () => {
  it('is the same in all programs of one user and differs between users', async () => {
    const [home, another] = [tempDir(), tempDir()];
    const reported = await Promise.all([userOf(home), userOf(another)]);
    expect(await userOf(home)).toBe(reported[0]);
    expect(reported[0]).toMatch(/^\[EMAIL:[0-9a-f]{8}\]$/);
    expect(reported[1]).not.toBe(reported[0]);
    expect(statSync(join(home, '.sentrial/local-key')).mode & 0o777).toBe(0o600);
  });

  it('cannot be computed from the source code alone', async () => {
    const guess = createHmac('sha256', 'local').update('EMAIL jane.roe@acme.com').digest('hex').slice(0, 8);
    expect(await userOf(tempDir())).not.toContain(guess);
  });

  it('exists when no key file can be written', async () => {
    expect(await userOf('/dev/null')).toMatch(/^\[EMAIL:[0-9a-f]{8}\]$/);
  });
});
