import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { close } from '../../client/index.ts';
import { startCollector } from '../../collector/index.ts';
import { createQueryClient, type QueryClient } from '../../query/index.ts';
import { parseArguments } from '../arguments.ts';
import { type Canary, Planter } from '../leakcheck/canaries.ts';
import { runAgents, runRest } from '../leakcheck/runs.ts';
import { countLabels, findLeaks, type Haystack } from '../leakcheck/search.ts';
import { startTap } from '../leakcheck/tap.ts';

const apiKey = 'sentrial_live_leakcheck_on_this_machine';

/**
 * `sentrial leakcheck`: plants made-up personal data everywhere an agent is recorded, runs the agent against
 * a collector, and searches everything that was sent, stored, logged and answered.
 */
export async function leakcheck(args: readonly string[]): Promise<number> {
  parseArguments('leakcheck', args, { options: {} });
  const home = await mkdtemp(join(tmpdir(), 'sentrial-leakcheck-'));
  const before = { cwd: process.cwd(), home: process.env.HOME };
  process.chdir(home);
  process.env.HOME = home;
  try {
    const planter = new Planter();
    const haystacks = await runAll(planter, home);
    return report(planter.planted, haystacks);
  } finally {
    process.chdir(before.cwd);
    if (before.home === undefined) delete process.env.HOME;
    else process.env.HOME = before.home;
    await rm(home, { recursive: true, force: true });
  }
}

async function runAll(planter: Planter, home: string): Promise<readonly Haystack[]> {
  const log = captureOutput();
  try {
    const collector = await startCollector({ dataDir: join(home, 'data'), port: 0, apiKeys: [apiKey] });
    const spoolDir = join(home, '.sentrial', 'spool');
    const spool = createSpoolWatch(spoolDir);
    const tap = await startTap(collector.url, spool.look);
    await runAgents(planter, { apiUrl: tap.url, apiKey, spoolDir });
    await runRest(planter, collector.url, apiKey);
    const answers = await queryEverything(createQueryClient({ url: collector.url, apiKey }));
    const files = await readFiles(home);
    await close();
    await tap.close();
    await collector.close();
    return [
      { name: 'sent over the wire', text: tap.text() },
      { name: 'in the spool', text: spool.text() },
      { name: 'in the database', text: files.database },
      { name: 'in other files', text: files.other },
      { name: 'in our log lines', text: ownLines(log.text()) },
      { name: 'in answers and exports', text: answers },
    ];
  } finally {
    log.restore();
  }
}

/** Reads the content of a spool at each request, since items wait there until the collector has them. */
function createSpoolWatch(dir: string): { look(): Promise<void>; text(): string } {
  const seen = new Set<string>();
  return {
    text: () => [...seen].join('\n'),
    async look() {
      for (const entry of await readdir(dir, { withFileTypes: true }).catch(() => [])) {
        if (!entry.isFile()) continue;
        const text = await readFile(join(dir, entry.name), 'latin1').catch(() => '');
        for (const line of text.split('\n')) seen.add(line);
      }
    },
  };
}

/** Captures terminal output. */
function captureOutput(): { text(): string; restore(): void } {
  let text = '';
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  for (const stream of streams) {
    stream.write = (chunk: unknown) => {
      text += String(chunk);
      return true;
    };
  }
  return {
    text: () => text,
    restore() {
      for (const [at, stream] of streams.entries()) Object.assign(stream, { write: writes[at] });
    },
  };
}

/** Selects our own log lines. The agent's framework logs its own. */
const ownLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('[sentrial]'))
    .join('\n');

async function queryEverything(queries: QueryClient): Promise<string> {
  const answers: unknown[] = [await queries.overview()];
  const { sessions } = await queries.sessions({ limit: 200 });
  answers.push(sessions);
  for (const { id, convoId } of sessions) {
    const view = await queries.session(id);
    answers.push(view);
    for (const event of view.events) answers.push(await queries.event(id, event.id));
    if (convoId !== undefined) answers.push(await queries.conversation(convoId));
  }
  return JSON.stringify(answers);
}

async function readFiles(home: string): Promise<{ readonly database: string; readonly other: string }> {
  let database = '';
  let other = '';
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = await readFile(join(entry.parentPath, entry.name), 'latin1');
    if (entry.name.startsWith('sentrial.db')) database += text;
    else other += text;
  }
  return { database, other };
}

function report(planted: readonly Canary[], haystacks: readonly Haystack[]): number {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  print(`Planted ${planted.length} pieces of personal data in as many places of real runs.`);
  let leaks = 0;
  for (const haystack of haystacks) {
    const found = findLeaks(planted, haystack);
    leaks += found.length;
    const size = haystack.text.length.toLocaleString('en-US').padStart(10);
    print(`${haystack.name.padEnd(24)}${size} characters   ${found.length} leaks`);
    for (const { place } of found) print(`  LEAK: ${place}`);
  }
  const redacted = haystacks.reduce((count, haystack) => count + countLabels(haystack), 0);
  if (redacted > 0) return leaks === 0 ? 0 : 1;
  print('Nothing was redacted, and so nothing is shown by this: the runs were not recorded.');
  return 1;
}
