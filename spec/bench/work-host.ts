// A program that does untraced work: `work-host.ts clean | imported | traced`. It sends its CPU time in milliseconds.

import { ReadableStream } from 'node:stream/web';

const [mode = 'clean'] = process.argv.slice(2);
const tracedCalls = 500;
const rounds = 40;

/** The built package: typed as its source, since a clean checkout has no build. */
const built = new URL('../../dist/index.js', import.meta.url).href;

if (mode !== 'clean') {
  const { configure, flush, instrumentAgent, toDestination, trace, withSession } = (await import(
    built
  )) as typeof import('../../lib/index.ts');
  if (mode === 'traced') {
    configure({ destinations: [toDestination({ name: 'none', write: () => undefined })], spoolDir: false });
    const agent = instrumentAgent({
      name: 'a',
      generate: async (text: string) => text,
      stream: () => undefined,
    });
    const load = trace(async (at: number) => at);
    const list = trace(async function* list() {
      yield 1;
    });
    for (let at = 0; at < tracedCalls; at++) {
      await withSession({ name: 'traced' }, async () => {
        await load(at);
        for await (const _ of list());
        await agent.generate('hello');
      });
    }
    await flush();
  }
}

async function awaits(): Promise<number> {
  let sum = 0;
  const next = async (at: number) => at;
  for (let at = 0; at < 20_000; at++) sum += await next(at);
  for (let at = 0; at < 20_000; at++) sum += await next(at).then((value) => value + 1);
  for (let at = 0; at < 500; at++) {
    const all = await Promise.all(Array.from({ length: 50 }, (_, index) => next(index)));
    sum += all.length;
  }
  return sum;
}

function iterates(): number {
  let sum = 0;
  const map = new Map(Array.from({ length: 1000 }, (_, at) => [at, at] as const));
  for (let round = 0; round < 10; round++) {
    for (const [key, value] of map) sum += key + value;
    const [first = 0, ...rest] = [...map.values()];
    sum += first + rest.length + [...new Set(rest)].map((value) => value * 2).length;
  }
  return sum;
}

async function streams(): Promise<number> {
  let sum = 0;
  async function* numbers() {
    for (let at = 0; at < 500; at++) yield at;
  }
  for await (const value of ReadableStream.from(numbers())) sum += value;
  return sum;
}

const work = async () => (await awaits()) + iterates() + (await streams());
for (let round = 0; round < 5; round++) await work();
const before = process.cpuUsage();
for (let round = 0; round < rounds; round++) await work();
const { user, system } = process.cpuUsage(before);
process.send?.((user + system) / 1000);
process.exit(0);
