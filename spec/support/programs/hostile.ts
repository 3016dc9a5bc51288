// A program that hands every hostile value to the library in every way, for specs of what it may cost.
//
//   hostile.ts <url of a collector>
//
// It prints a line of JSON for each way that goes wrong or costs too much, and one with the worst figures.

import { configure, flush, stats, withSession } from '@sentrial/mastra';
import { hostileValues } from '../hostile-values.ts';
import { hostileWays } from '../hostile-ways.ts';

const [apiUrl = ''] = process.argv.slice(2);
const [only = ''] = process.argv.slice(3);
configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl, spoolDir: false });

const report = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const problem = (value: string, way: string, what: unknown): void =>
  report({ value, way, what: String(what) });
process.on('uncaughtException', (error) => problem('?', '?', `uncaught ${error.stack}`));
process.on('unhandledRejection', (error) => problem('?', '?', `unhandled ${error}`));

const most = { ms: 50, mb: 16 };
/** Reading it once takes all of that. */
const slowByItself = new Set(['slowGetter']);
const worst = { ms: 0, mb: 0 };
/** Time in which this thread ran: others share the machine. */
const ownMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const heapMb = (): number => process.memoryUsage().heapUsed / 2 ** 20;

/** What a way of handing a value over takes in its turn, and what of the memory it keeps. */
async function play(name: string, value: unknown, way: string): Promise<{ ms: number; mb: number }> {
  const heapBefore = heapMb();
  const startMs = ownMs();
  let answer: boolean | Promise<boolean> | undefined;
  try {
    answer = hostileWays[way]?.(value);
  } catch (error) {
    problem(name, way, `threw ${error instanceof Error ? error.stack : typeof error}`);
    return { ms: 0, mb: 0 };
  }
  const ms = ownMs() - startMs;
  if ((await answer) !== true) problem(name, way, 'is not what the program would see');
  if (heapMb() - heapBefore > most.mb) globalThis.gc?.();
  return { ms, mb: heapMb() - heapBefore };
}

/** A collection of garbage may fall into one try. */
async function playFairly(name: string, value: unknown, way: string): Promise<void> {
  let { ms, mb } = await play(name, value, way);
  for (let tries = 0; tries < 3 && ms > most.ms; tries++) ({ ms } = await play(name, value, way));
  if (ms > most.ms && !slowByItself.has(name)) problem(name, way, `${Math.round(ms)} ms`);
  if (mb > most.mb) problem(name, way, `${Math.round(mb)} MB`);
  if (!slowByItself.has(name)) worst.ms = Math.max(worst.ms, ms);
  worst.mb = Math.max(worst.mb, mb);
}

for (const [name, make] of Object.entries(hostileValues)) {
  if (only !== '' && only !== name) continue;
  // A promise is a value too. Only a module namespace is awaited.
  const value = name === 'moduleNs' ? await make() : make();
  await withSession({ name }, async () => {
    for (const way of Object.keys(hostileWays)) await playFairly(name, value, way);
  });
  await flush();
}
report({ worst, stats: stats() });
process.exit(0);
