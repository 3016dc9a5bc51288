import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Spool } from '../../lib/transport/spool/spool.ts';
import { startSpecCollector } from '../support/collector.ts';
import { runProgram } from '../support/host-program.ts';
import { started } from '../support/items.ts';
import { freePort } from '../support/sink.ts';
import { spoolItems } from '../support/spool-items.ts';
import { tempDir } from '../support/temp-dir.ts';

const sentrial = (args: readonly string[], env: NodeJS.ProcessEnv) =>
  runProgram(join(import.meta.dirname, '../../lib/cli/main.ts'), env, ['spool', ...args]);

/** A directory in which a program that ended has left two sessions. */
function leftFor(url: string, key: string): string {
  const dir = tempDir();
  const spool = new Spool({ dir, url, key });
  const items = ['sess_1', 'sess_2'].map((id) => started(id, 1));
  spool.appendGroup(spoolItems(items, 2), 'memory');
  spool.close();
  return dir;
}

describe('sentrial spool', () => {
  it('shows waiting items, sends them, and then shows none', async () => {
    const collector = await startSpecCollector();
    const key = 'sentrial_live_spec_only';
    const dir = leftFor(`${collector.url}/`, key);
    const env = { SENTRIAL_SPOOL_DIR: dir, SENTRIAL_API_KEY: key };
    expect((await sentrial(['status'], env)).stdout).toContain(`${collector.url}/  2 items`);
    const replayed = await sentrial(['replay'], env);
    expect(replayed.stdout).toContain('2 items recovered, 2 stored, 0 dropped');
    expect(replayed.code).toBe(0);
    expect((await collector.ask.sessions()).sessions).toHaveLength(2);
    expect((await sentrial(['status'], env)).stdout).toContain('No items are waiting');
    await collector.close();
  });

  it('keeps everything when the collector is down, and reports it', async () => {
    const dir = leftFor(`http://127.0.0.1:${await freePort()}/`, 'k');
    const result = await sentrial(['replay', '--dir', dir], { SENTRIAL_API_KEY: 'k' });
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('2 items are still waiting');
  });

  it('deletes only with --yes', async () => {
    const dir = leftFor('http://127.0.0.1:1/', 'k');
    const asked = await sentrial(['purge', '--dir', dir], {});
    expect([asked.code, asked.stdout]).toEqual([1, expect.stringContaining('delete 2 items')]);
    expect((await sentrial(['purge', '--dir', dir, '--yes'], {})).stdout).toContain('Deleted 1 files');
    expect(readdirSync(dir).filter((file) => file.endsWith('.spool'))).toEqual([]);
  });

  it('lists its subcommands', async () => {
    const result = await sentrial(['mop'], {});
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining('status, replay, purge')]);
  });
});
