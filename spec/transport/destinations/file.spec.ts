import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toFile } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { runSource } from '../../support/host-program.ts';
import { ownClient, recordSession } from '../../support/record.ts';
import { tempDir } from '../../support/temp-dir.ts';

const linesOf = (file: string): { readonly type: string; readonly id: string }[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('toFile()', () => {
  it('appends each redacted item as a line to a file that only its user can read', async () => {
    const file = join(tempDir(), 'deep', 'events.jsonl');
    for (const name of ['one', 'two']) {
      const client = ownClient({ destinations: [toFile(file)] });
      recordSession(client, name);
      await client.close(1000);
    }
    expect(linesOf(file).map(({ type }) => type)).toEqual([
      ...['session', 'event', 'event', 'event', 'session'],
      ...['session', 'event', 'event', 'event', 'session'],
    ]);
    expect(readFileSync(file, 'utf8')).not.toContain('john@example.com');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['a directory', (file: string) => mkdirSync(file), 'EISDIR'],
    ['below a file', (file: string) => writeFileSync(join(file, '..'), ''), 'ENOTDIR|EEXIST'],
    ['a symbolic link', (file: string) => symlinkSync(`${file}.other`, file), 'ELOOP'],
  ])('counts what cannot be written where it is %s', async (place, spoil, code) => {
    const dir = tempDir();
    const file = join(dir, place === 'below a file' ? 'plain/events.jsonl' : 'events.jsonl');
    spoil(file);
    const client = ownClient({ destinations: [toFile(file)], failSilently: false });
    recordSession(client);
    await expect(client.flush(1000)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringMatching(code),
    });
    expect(client.stats()).toMatchObject({ accepted: 5, stored: 0, dropped: { failed: 5 } });
    expect(existsSync(`${file}.other`)).toBe(false);
  });

  it('counts items that a full disk rejects', async () => {
    const client = ownClient({ destinations: [toFile('/dev/full')] });
    recordSession(client);
    expect(await client.flush(1000)).toMatchObject({ accepted: 5, stored: 0, dropped: { failed: 5 } });
  });

  it('contains all items of a killed program', async () => {
    const file = join(tempDir(), 'events.jsonl');
    const { signal } = await runSource(`
      import { existsSync } from 'node:fs';
      import { configure, toFile, withSession, currentSession } from '@sentrial/mastra';
      configure({ destinations: [toFile(${JSON.stringify(file)})] });
      await withSession({ name: 'killed' }, async () => {
        while (!existsSync(${JSON.stringify(file)})) await new Promise((resolve) => setTimeout(resolve, 10));
        for (let at = 0; at < 50; at++) {
          currentSession().log('line ' + at);
          await undefined;
        }
        await undefined;
        process.kill(process.pid, 'SIGKILL');
      });
    `);
    expect(signal).toBe('SIGKILL');
    expect(linesOf(file)).toHaveLength(51);
  });
});
