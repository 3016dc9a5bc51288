import { once } from 'node:events';
import { readFile } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { MessageChannel, Worker } from 'node:worker_threads';
import { bindSession, configure, currentSession, exportContext, flush, withSession } from '@sentrial/mastra';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchItem } from '../../lib/model/index.ts';
import { collectGarbage } from '../support/garbage.ts';
import { runProgram, runSource } from '../support/host-program.ts';
import { runSources } from '../support/run-sources.ts';
import { type Sink, startSink } from '../support/sink.ts';

const program = join(import.meta.dirname, '../support/programs/continue-session.ts');
const id = () => currentSession().id;
let sink: Sink;

beforeAll(async () => {
  sink = await startSink();
  configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl: sink.url, spoolDir: false });
});
afterAll(() => sink.close());

const reported = (name: string): readonly BatchItem[] =>
  sink.stored().filter((item) => item.type === 'event' && item.name === name);

describe('another process or thread', () => {
  const runs: Readonly<Record<string, (from: string) => Promise<string>>> = {
    'a child process': async (from) => (await runProgram(program, {}, [sink.url, from])).stdout,
    'a worker thread': async (from) => {
      const worker = new Worker(new URL(`file://${program}`), {
        workerData: [sink.url, from],
        execArgv: [...runSources],
      });
      const [message] = await once(worker, 'message');
      await worker.terminate();
      return message;
    },
  };

  it.each(Object.entries(runs))(
    '%s has no session until it imports one, and continues that one',
    async (_, run) => {
      const before = reported('elsewhere').length;
      const [own, seen] = await withSession({ name: 'main' }, async () => [
        id(),
        JSON.parse(await run(JSON.stringify(exportContext()))),
      ]);
      await flush();
      expect(seen).toEqual(['', own]);
      expect(reported('elsewhere').slice(before)).toMatchObject([{ sessionId: own }]);
    },
  );

  it('with a listener on its port calls the listener in the session in which it was bound', async () => {
    const { port1, port2 } = new MessageChannel();
    const seen = new Promise<string>((resolve) => {
      port1.once(
        'message',
        bindSession(() => resolve(id())),
      );
    });
    withSession({ name: 'B' }, () => port2.postMessage('x'));
    expect(await seen).toBe('');
    port1.close();
  });
});

describe('context that Node.js itself propagates', () => {
  it.each<[string, () => Promise<string>]>([
    ['a native promise', async () => await Promise.resolve().then(id)],
    ['an immediate', () => new Promise((resolve) => setImmediate(() => resolve(id())))],
    ['a timer', () => new Promise((resolve) => setTimeout(() => resolve(id()), 1))],
    ['a tick', () => new Promise((resolve) => process.nextTick(() => resolve(id())))],
    ['a microtask', () => new Promise((resolve) => queueMicrotask(() => resolve(id())))],
    ['a file being read', () => new Promise((resolve) => readFile(program, () => resolve(id())))],
    ['another realm', async () => await runInNewContext('Promise.resolve().then(id)', { id })],
    ['an import', async () => (await import('node:zlib')) && id()],
    [
      'a finalizer of a promise',
      async () => {
        let seen = '';
        await Promise.resolve().finally(() => {
          seen = id();
        });
        return seen;
      },
    ],
  ])('keeps the session: %s', async (_, act) => {
    const [own, seen] = await withSession({ name: 'native' }, async () => [id(), await act()]);
    expect(seen).toBe(own);
  });

  it('keeps each session over one connection that is used again, to the end of the body', async () => {
    const server = createServer((_, response) => response.end('body'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    for (const name of ['first', 'second']) {
      await withSession({ name }, async () => {
        const own = id();
        const response = await fetch(`http://127.0.0.1:${port}`);
        expect(id()).toBe(own);
        await response.text();
        expect(id()).toBe(own);
      });
    }
    server.closeAllConnections();
    server.close();
  });

  it('calls finalizers outside of every session', async () => {
    const seen: string[] = [];
    const registry = new FinalizationRegistry(() => void seen.push(id()));
    withSession({ name: 'A' }, () => registry.register({}, undefined));
    await withSession({ name: 'B' }, async () => undefined);
    await collectGarbage();
    expect(seen).toEqual(['']);
  });

  it('reports an unhandled rejection in its own session, and ends the program unchanged', async () => {
    const result = await runSource(`
      import { configure, currentSession, withSession } from '@sentrial/mastra';
      configure({ apiKey: 'k', apiUrl: 'http://127.0.0.1:9', spoolDir: false });
      const seen: string[] = [];
      process.on('unhandledRejection', () => seen.push(currentSession().id));
      process.on('exit', () => console.log(seen[0] === own && own !== ''));
      const own = withSession({ name: 'A' }, () => {
        void Promise.reject(new Error('x'));
        return currentSession().id;
      });
    `);
    expect(result).toMatchObject({ code: 0, stdout: 'true\n' });
  });

  it('ends a program with the error thrown in a session, in a microtask or not', async () => {
    for (const schedule of ['queueMicrotask', 'setImmediate']) {
      const source = (around: string) => `
        import { configure, withSession } from '@sentrial/mastra';
        configure({ apiKey: 'k', apiUrl: 'http://127.0.0.1:9', spoolDir: false });
        process.on('uncaughtExceptionMonitor', (error, origin) => console.log(error.message, origin));
        ${around}(() => ${schedule}(() => { throw new Error('thrown by the program'); }));
      `;
      const watched = await runSource(source("withSession.bind(undefined, { name: 'A' })"));
      const bare = await runSource(source('((act: () => void) => act())'));
      expect([watched.code, watched.stdout]).toEqual([bare.code, bare.stdout]);
      expect(watched.stdout).toBe('thrown by the program uncaughtException\n');
    }
  });
});
