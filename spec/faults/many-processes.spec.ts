import { type ChildProcess, fork } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { inspectSpool } from '../../lib/transport/index.ts';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';
import { runHost } from '../support/hosts.ts';
import { bundleProgram, runPlain } from '../support/plain-program.ts';
import { freePort } from '../support/sink.ts';
import { openSmallDisk } from '../support/small-disk.ts';
import { storedSessions } from '../support/stored-sessions.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Longer than a server keeps an idle connection. */
const frozenMs = 7000;
let collector: SpecCollector;

beforeAll(async () => {
  collector = await startSpecCollector();
});
afterAll(() => collector.close());

const program = (name: string) => `
  import cluster from 'node:cluster';
  import { currentSession, withSession } from '@sentrial/mastra';
  import { clientFor } from './lib/client/index.ts';
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const workers = 8;
  const each = 50;
  if (cluster.isPrimary) {
    const all = Array.from({ length: workers }, () => cluster.fork());
    let ready = 0;
    for (const [at, worker] of all.entries()) {
      worker.on('message', () => {
        worker.process.kill(at % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
        if (++ready === workers) process.send?.('recorded');
      });
    }
  } else {
    await withSession({ name: '${name}' }, async () => {
      // A program has been running for a while when it is hit.
      do await pause(20); while (clientFor({}).atRisk() > 0);
      for (let at = 0; at < each; at++) {
        currentSession().log('line ' + at);
        await undefined;
      }
      await undefined;
      process.send('recorded');
      await pause(60_000);
    });
  }
`;

describe('eight workers of a cluster with one spool', () => {
  it('lose nothing when all are killed while the collector is down', async () => {
    const spoolDir = tempDir();
    const port = await freePort();
    const file = await bundleProgram(program('cluster'));
    const env = {
      ...process.env,
      SENTRIAL_API_URL: `http://127.0.0.1:${port}`,
      SENTRIAL_API_KEY: specKey,
      SENTRIAL_SPOOL_DIR: spoolDir,
    };
    const child = fork(file, { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((resolve) => child.once('exit', resolve));
    // Each worker has the start of its session and 50 events on disk.
    expect(inspectSpool(spoolDir)).toMatchObject([{ items: 8 * 51, corrupt: 0 }]);
  });

  it('have all items stored once by the next process of any kind', async () => {
    const spoolDir = tempDir();
    const file = await bundleProgram(program('cluster-replayed'));
    const env = {
      ...process.env,
      SENTRIAL_API_URL: collector.url,
      SENTRIAL_API_KEY: specKey,
      SENTRIAL_SPOOL_DIR: spoolDir,
    };
    const child = fork(file, { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((resolve) => child.once('exit', resolve));
    await runHost({ ending: 'replay', events: 0, url: collector.url, spoolDir });
    const sessions = (await storedSessions(collector)).filter(
      ({ session }) => session.name === 'cluster-replayed',
    );
    expect(sessions.map(({ events }) => new Set(events.map(({ name }) => name)).size)).toEqual(
      new Array(8).fill(50),
    );
  });
});

describe('a worker thread', () => {
  const threads = `
    import { isMainThread, parentPort, Worker } from 'node:worker_threads';
    import { currentSession, withSession } from '@sentrial/mastra';
    import { clientFor } from './lib/client/index.ts';
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    if (isMainThread) {
      const all = Array.from({ length: 3 }, () => new Worker(new URL(import.meta.url)));
      await Promise.all(all.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
      await Promise.all(all.map((worker) => worker.terminate()));
    } else {
      await withSession({ name: 'threads' }, async () => {
        do await pause(20); while (clientFor({}).atRisk() > 0);
        for (let at = 0; at < 50; at++) {
          currentSession().log('line ' + at);
          await undefined;
        }
        await undefined;
        parentPort.postMessage('recorded');
        await pause(60_000);
      });
    }
  `;

  it('that is terminated loses nothing: the next start sends it', async () => {
    const spoolDir = tempDir();
    const file = await bundleProgram(threads);
    const env = { SENTRIAL_API_URL: collector.url, SENTRIAL_API_KEY: specKey, SENTRIAL_SPOOL_DIR: spoolDir };
    expect(await runPlain(file, [], env)).toMatchObject({ code: 0, stderr: '' });
    await runHost({ ending: 'replay', events: 0, url: collector.url, spoolDir });
    const sessions = (await storedSessions(collector)).filter(({ session }) => session.name === 'threads');
    expect(sessions.map(({ events }) => new Set(events.map(({ name }) => name)).size)).toEqual([50, 50, 50]);
  });
});

describe('a program that is frozen, as functions are between two requests,', () => {
  it('delivers everything once it is thawed', async () => {
    const freeze = (child: ChildProcess) => {
      child.kill('SIGSTOP');
      setTimeout(() => child.kill('SIGCONT'), frozenMs);
    };
    const spoolDir = tempDir();
    const end = await runHost({ ending: 'stored', url: collector.url, spoolDir, onRecorded: freeze });
    expect(end).toMatchObject({ code: 0, stats: { accepted: 201, stored: 201 } });
    expect(end.livedOnMs).toBeGreaterThan(frozenMs - 100);
    expect((await collector.ask.session(end.sessionId)).events).toHaveLength(200);
  });
});

describe('a spool directory that', () => {
  const stored = async (sessionId: string) => (await collector.ask.session(sessionId)).events.length;

  it('is deleted while the program runs costs nothing', async () => {
    const spoolDir = join(tempDir(), 'spool');
    const remove = () => rmSync(spoolDir, { recursive: true, force: true });
    const end = await runHost({ ending: 'stored', url: collector.url, spoolDir, onRecorded: remove });
    expect(end).toMatchObject({ code: 0, stats: { accepted: 201, stored: 201 } });
    expect(await stored(end.sessionId)).toBe(200);
  });

  it.each([
    ['is a file', (path: string) => writeFileSync(path, 'mine')],
    ['is a link to nowhere', (path: string) => symlinkSync(`${path}-nowhere/deeper`, path)],
    ['lies where no directory can be made', (path: string) => symlinkSync('/dev/null', path)],
  ])('%s only costs the safety of items, and is logged', async (_, make) => {
    const path = join(tempDir(), 'spool');
    make(path);
    const end = await runHost({ ending: 'stored', url: collector.url, spoolDir: path });
    expect(end).toMatchObject({ code: 0, stats: { accepted: 201, stored: 201 } });
    expect(end.stderr).toContain('wait only in memory');
    expect(await stored(end.sessionId)).toBe(200);
  });

  it('on a disk that becomes full loses nothing, and is used again when there is room', async (context) => {
    const disk = openSmallDisk(join(tempDir(), 'disk'), 1);
    onTestFinished(() => disk.close());
    context.skip(disk.leftOut !== undefined, disk.leftOut);
    disk.fill();
    const full = await runHost({ ending: 'stored', url: collector.url, spoolDir: join(disk.dir, 'spool') });
    expect(full).toMatchObject({ code: 0, stats: { accepted: 201, stored: 201 } });
    expect(full.stderr).toContain('wait only in memory');
    disk.free();
    const half = await runHost({
      ending: 'SIGKILL',
      bytes: 10_000,
      url: `http://127.0.0.1:${await freePort()}`,
      spoolDir: join(disk.dir, 'spool'),
    });
    expect(half.signal).toBe('SIGKILL');
    const [left] = inspectSpool(join(disk.dir, 'spool'));
    expect(left?.items).toBeGreaterThan(50);
    expect(left?.items).toBeLessThan(200);
    expect(left?.corrupt).toBe(0);
  });
});
