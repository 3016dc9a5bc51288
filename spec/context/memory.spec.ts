import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { runSource } from '../support/host-program.ts';
import { startSink } from '../support/sink.ts';
import { tempDir } from '../support/temp-dir.ts';

/** What a program keeps of 10,000 calls, each with a promise, a timer and a socket that live on, in megabytes. */
async function keptMb(call: string, apiUrl: string): Promise<number> {
  const result = await runSource(
    `
    import { createSocket } from 'node:dgram';
    import { once } from 'node:events';
    import { connect, createServer, type AddressInfo } from 'node:net';
    import { setImmediate } from 'node:timers/promises';
    import { configure, currentSession, flush, withSession } from '@sentrial/mastra';
    configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl: '${apiUrl}', spoolDir: false });
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const kept: unknown[] = [];
    const act = async (count: number) => {
      kept.push(new Promise(() => undefined), setInterval(() => count, 1e9).unref(), createSocket('udp4').unref());
      if (count % 20 !== 0) return;
      const socket = connect(port, '127.0.0.1').unref();
      await once(socket, 'connect');
      kept.push(socket);
    };
    const heap = async () => {
      await flush();
      for (let round = 0; round < 4; round++) {
        await setImmediate();
        globalThis.gc?.();
      }
      return process.memoryUsage().heapUsed;
    };
    const session = { name: 'kept', input: 'x'.repeat(1000) };
    for (let count = 0; count < 500; count++) await withSession(session, async () => undefined);
    const before = await heap();
    for (let count = 0; count < 10_000; count++) {
      await ${call};
      if (count % 1000 === 0) await flush();
    }
    console.log(((await heap()) - before) / 1e6);
    process.exit(0);
    `,
    { NODE_OPTIONS: '--expose-gc' },
  );
  return Number(result.stdout);
}

describe('ended sessions', () => {
  it('are released although promises, timers and sockets were made inside of them', async () => {
    const sink = await startSink();
    const bare = await keptMb('act(count)', sink.url);
    const watched = await keptMb('withSession(session, () => act(count))', sink.url);
    await sink.close();
    expect(bare).toBeGreaterThan(0);
    expect(watched - bare).toBeLessThan(5);
  }, 60_000);

  it('leave no listener, timer or socket behind, however often the package is loaded anew', async () => {
    const sink = await startSink();
    const bundle = await bundleOf();
    const result = await runSource(`
      const counts = () => {
        const listeners = process.eventNames().map((name) => [name, process.listenerCount(name)].join(' '));
        const resources = process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|Immediate/.test(name));
        return [...listeners, ...resources].sort().join();
      };
      const use = async (copy: number) => {
        const { close, configure, withSession } = await import('${bundle}?copy=' + copy);
        configure({ apiKey: 'k', apiUrl: '${sink.url}', spoolDir: false });
        await withSession({ name: 'x' }, async () => undefined);
        await close();
      };
      await use(0);
      const before = counts();
      for (let copy = 1; copy <= 50; copy++) await use(copy);
      console.log(before === counts() ? 'the same' : before + ' became ' + counts());
      process.exit(0);
    `);
    const ended = sink.stored().filter((item) => item.type === 'session' && item.set?.status === 'completed');
    await sink.close();
    expect(result.stdout).toBe('the same\n');
    expect(ended).toHaveLength(51);
  });
});

/** The package in one file, as bundlers make it. */
async function bundleOf(): Promise<string> {
  const outfile = join(tempDir(), 'sentrial.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'bundle', outfile } as const;
  await build({ entryPoints: ['lib/index.ts'], ...options });
  return outfile;
}

describe('two copies of the package', () => {
  it.each([
    ['loaded twice', 'copy=1', 'copy=2', ''],
    ['of different versions', 'copy=1', '', '9.9.9'],
    ['one of them in a bundle', 'source', 'copy=2', ''],
  ])('%s share one context and one session', async (_, first, second, version) => {
    const sink = await startSink();
    const bundle = await bundleOf();
    const other = version ? bundle.replace('sentrial.mjs', 'other.mjs') : bundle;
    if (version) {
      const text = await readFile(bundle, 'utf8');
      await writeFile(other, text.replace(/(version: ")\d+\.\d+\.\d+"/, `$1${version}"`));
    }
    const options = `{ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl: '${sink.url}', spoolDir: false }`;
    const result = await runSource(`
      const one = await import('${first === 'source' ? '@sentrial/mastra' : `${bundle}?${first}`}');
      const two = await import('${other}?${second}');
      for (const copy of [one, two]) copy.configure(${options});
      const ids = await one.withSession({ name: 'shared' }, async () => {
        const bound = two.bindSession(() => one.currentSession().id);
        two.currentSession().setMetadata({ two: true });
        await two.trace(async function inner() {})();
        const nested = two.withSession({ name: 'nested' }, () => one.currentSession().id);
        return [one.currentSession().id, two.currentSession().id, nested, two.exportContext()?.sessionId, bound()];
      });
      await one.flush();
      await two.flush();
      console.log(one.withSession !== two.withSession, new Set(ids).size, ids[0].slice(0, 5));
      process.exit(0);
    `);
    const items = sink.stored();
    await sink.close();
    expect(result.stdout).toBe('true 1 sess_\n');
    expect(new Set(items.map((item) => (item.type === 'event' ? item.sessionId : item.id))).size).toBe(1);
    expect(items.filter((item) => item.type === 'event').map(({ name }) => name)).toEqual([
      'inner',
      'nested',
    ]);
  });
});
