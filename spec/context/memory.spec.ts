import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { runSource } from '../support/host-program.ts';
import { startSink } from '../support/sink.ts';
import { tempDir } from '../support/temp-dir.ts';

describe('ended sessions', () => {
  it('are let go of, whatever promises and timers were made inside of them', async () => {
    const sink = await startSink();
    const result = await runSource(
      `
      import { configure, currentSession, flush, withSession } from '@sentrial/mastra';
      import { setFlagsFromString } from 'node:v8';
      import { runInNewContext } from 'node:vm';
      setFlagsFromString('--expose_gc');
      const gc = runInNewContext('gc');
      configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl: '${sink.url}', spoolDir: false });
      const kept: unknown[] = [];
      const open = (keep: boolean) => withSession({ name: 'kept', input: 'x'.repeat(1000) }, async () => {
        if (keep) kept.push(new Promise(() => undefined), setInterval(() => currentSession(), 1e9).unref());
        currentSession().setMetadata({ a: 1 });
      });
      const heap = async () => { await flush(); gc(); gc(); return process.memoryUsage().heapUsed; };
      for (let count = 0; count < 500; count++) await open(false);
      const before = await heap();
      for (let count = 0; count < 10000; count++) { await open(count % 10 === 0); if (count % 1000 === 0) await flush(); }
      const grown = await heap() - before;
      console.log(grown < 5e6, Math.round(grown / 1e4) / 100);
      process.exit(0);
      `,
    );
    await sink.close();
    expect(result.stdout).toMatch(/^true/);
  });

  it('leave no listener behind, however often the package is loaded anew, and all copies share one context', async () => {
    const dir = tempDir();
    const bundle = join(dir, 'sentrial.mjs');
    const options = { bundle: true, platform: 'node', format: 'esm', outfile: bundle } as const;
    await build({ entryPoints: ['lib/index.ts'], packages: 'bundle', ...options });
    const result = await runSource(`
      const counts = () => process.eventNames().map((name) => [name, process.listenerCount(name)].join(' ')).sort().join();
      const load = (copy: number) => import('${bundle}?copy=' + copy);
      const use = async (copy: number) => {
        const { configure, withSession } = await load(copy);
        configure({ apiKey: 'k', apiUrl: 'http://127.0.0.1:9', spoolDir: false });
        withSession({ name: 'x' }, () => undefined);
      };
      await use(0);
      const before = counts();
      for (let copy = 1; copy <= 50; copy++) await use(copy);
      const [{ withSession }, { currentSession }] = [await load(1), await load(2)];
      const shared = withSession({ name: 'shared' }, () => currentSession().id.startsWith('sess_'));
      console.log(before === counts(), shared);
      process.exit(0);
    `);
    expect(result.stdout).toBe('true true\n');
  });
});
