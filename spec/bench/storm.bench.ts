import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { specKey, startSpecCollector } from '../support/collector.ts';
import { runHost } from '../support/hosts.ts';
import { freePort, startSink } from '../support/sink.ts';

const storm = { events: 50_000, bytes: 1024 };
const outage = { events: 20_000, bytes: 200 };
const runs = 1000;
const spoolDirs = mkdtempSync(join(tmpdir(), 'sentrial-bench-'));

type Figures = Readonly<Record<string, number>>;

/** Runs a program of this folder in a process of its own; `answer` is what it sends. */
function runPart(file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const spoolDir = join(spoolDirs, [file, ...args].join('-'));
  const child = fork(join(import.meta.dirname, file), args, {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    env: { ...process.env, SENTRIAL_API_KEY: specKey, SENTRIAL_SPOOL_DIR: spoolDir, ...env },
  });
  const answer = new Promise<Figures>((resolve, reject) => {
    child.once('message', (figures) => resolve(figures as Figures));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} and said nothing`)));
  });
  return { child, answer };
}

const sizeOf = ({ events, bytes }: typeof storm): readonly string[] => [String(events), String(bytes)];

/** A storm of events into a collector that takes connections and says nothing. */
async function measureStorm(): Promise<Figures> {
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const { child, answer } = runPart('storm-host.ts', ['storm', ...sizeOf(storm)], {
    SENTRIAL_API_URL: `http://127.0.0.1:${port}`,
  });
  const figures = await answer;
  child.kill('SIGKILL');
  server.close();
  return figures;
}

/** Events made while nothing listens, and how long after the sink is there it has them all. */
async function measureOutage(): Promise<Figures> {
  const port = await freePort();
  const { child, answer } = runPart('storm-host.ts', ['outage', ...sizeOf(outage)], {
    SENTRIAL_API_URL: `http://127.0.0.1:${port}`,
  });
  await answer;
  // Long enough for the client to have given up on several attempts.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const sink = await startSink(undefined, port);
  const startMs = performance.now();
  const ids = () => new Set(sink.stored().flatMap((item) => (item.type === 'event' ? [item.id] : [])));
  let recovered = 0;
  while (recovered < outage.events && performance.now() - startMs < 30_000) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (sink.stored().length >= outage.events) recovered = ids().size;
  }
  const recoverMs = Math.round(performance.now() - startMs);
  child.kill('SIGKILL');
  await sink.close();
  return { recoveredOf20000: recovered, recoverMs };
}

/** How long a program that has recorded lives on when its collector is down. */
async function measureExit(): Promise<Figures> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { livedOnMs } = await runHost({ ending: 'natural', url, spoolDir: join(spoolDirs, 'exit') });
  return { exitMs: Math.round(livedOnMs) };
}

/** Concurrent runs of a real agent, each with two model calls and one tool call. */
async function measureRuns(): Promise<Figures> {
  const collector = await startSpecCollector();
  const { child, answer } = runPart('runs-host.ts', [String(runs)], { SENTRIAL_API_URL: collector.url });
  const { expected = 0, ms = 0 } = await answer;
  child.kill('SIGKILL');
  const { totals, sessionCount } = await collector.ask.overview();
  console.log(`${sessionCount} runs in ${ms} ms, ${JSON.stringify(totals)}`);
  let stored = 0;
  let cursor: string | undefined;
  do {
    const page = await collector.ask.sessions({ limit: 200, ...(cursor ? { cursor } : {}) });
    const views = await Promise.all(page.sessions.map(({ id }) => collector.ask.session(id)));
    stored += views.reduce((sum, { events }) => sum + events.length, 0);
    cursor = page.nextCursor;
  } while (cursor);
  await collector.close();
  return { lostOf1000Runs: expected - stored };
}

/** The figures of delivery under load: a storm, an outage, a natural end, a thousand runs at once. */
export async function bench(): Promise<Figures> {
  try {
    const figures: Record<string, number> = {};
    for (const measure of [measureStorm, measureOutage, measureExit, measureRuns]) {
      Object.assign(figures, await measure());
      console.log(figures);
    }
    return figures;
  } finally {
    rmSync(spoolDirs, { recursive: true, force: true });
  }
}
