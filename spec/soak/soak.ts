// Holds the delivery of a minute of faults against the law of conservation: `npm run soak -- --seconds 60 --seed 7`.
// The last line it prints is one JSON object; it fails when the law does not hold.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createQueryClient } from '../../lib/query/index.ts';
import { inspectSpool } from '../../lib/transport/index.ts';
import { specKey } from '../support/collector.ts';
import { openSmallDisk } from '../support/small-disk.ts';
import { createCollectorMember, createWriter, type Member } from './crew.ts';
import { openFaultProxy } from './fault-proxy.ts';
import { findBreaches, readKept, readReports } from './law.ts';
import { createRandom } from './random.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, writers: { type: 'string' } },
});
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
const random = createRandom(seed);
console.log(`seed ${seed}, ${seconds} seconds`);

const base = mkdtempSync(join(tmpdir(), 'sentrial-soak-'));
const [dataDir, logDir] = [join(base, 'data'), join(base, 'writers')];
mkdirSync(logDir);
const diskMegabytes = 64;
const disk = openSmallDisk(join(base, 'spool'), diskMegabytes);
process.once('exit', () => {
  disk.close();
  rmSync(base, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
if (disk.leftOut) console.log(`left out: ${disk.leftOut}`);

const startMs = performance.now();
const elapsedMs = () => performance.now() - startMs;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const untilTrue = async (isTrue: () => boolean | Promise<boolean>, ms: number) => {
  const deadline = performance.now() + ms;
  while (performance.now() < deadline && !(await isTrue())) await pause(100);
};

// Of its own, so that what requests come when does not change the schedule.
const proxy = await openFaultProxy(createRandom(seed + 1));
const collector = createCollectorMember(proxy, dataDir);
await untilTrue(() => proxy.target > 0, 20_000);
const writers = Array.from({ length: Number(values.writers ?? 3) }, (_, at) =>
  createWriter(`writer-${at}`, proxy, disk.dir, logDir),
);

/** Each fault with what ends it, and how long it lasts at least and at most. */
const faults = {
  'kill writer': async (ms: number) => {
    const writer = random.pick(writers);
    writer.kill();
    await pause(ms / 4);
    await writer.restart();
  },
  'kill collector': async (ms: number) => {
    collector.kill();
    await pause(ms);
    await collector.restart();
  },
  'freeze writer': (ms: number) => frozen(random.pick(writers), ms),
  'freeze collector': (ms: number) => frozen(collector, ms),
  'reset connections': async (ms: number) => {
    proxy.resetPercent = random.between(20, 100);
    await pause(ms);
    proxy.resetPercent = 0;
  },
  'fill disk': async (ms: number) => {
    disk.fill();
    await pause(ms);
    disk.free();
  },
};

async function frozen(member: Member, ms: number): Promise<void> {
  member.freeze();
  await pause(ms);
  member.thaw();
}

const happened: Record<string, number> = {};
const kinds = (Object.keys(faults) as (keyof typeof faults)[]).filter(
  (kind) => kind !== 'fill disk' || !disk.leftOut,
);
while (elapsedMs() < seconds * 1000) {
  await pause(random.between(100, 1500));
  const kind = random.pick(kinds);
  const ms = random.between(200, 3000);
  console.log(`${(elapsedMs() / 1000).toFixed(1).padStart(6)} s  ${kind}, ${ms} ms`);
  happened[kind] = (happened[kind] ?? 0) + 1;
  await faults[kind](ms);
}

await Promise.all(writers.map((writer) => writer.finish()));
const left = () => inspectSpool(disk.dir).reduce((sum, { items }) => sum + items, 0);
const sweeper = createWriter('sweeper', proxy, disk.dir, logDir);
await untilTrue(() => left() === 0, 30_000);
await sweeper.finish();
const stillSpooled = left();

const query = createQueryClient({ url: `http://127.0.0.1:${proxy.target}`, apiKey: specKey });
const { totals } = await query.overview({});
await collector.finish();
const reported = readReports(logDir);
const kept = readKept(dataDir);
const breaches = findBreaches(reported, kept, proxy.acknowledged);
const isCostRight = BigInt(totals.costPico) === BigInt(kept.costPico);
const isKept =
  Object.values(breaches).every((count) => count === 0) &&
  stillSpooled === 0 &&
  kept.integrity === 'ok' &&
  isCostRight &&
  kept.ids.length > 0;

proxy.close();
console.log(
  JSON.stringify({
    soak: isKept ? 'kept' : 'broken',
    seed,
    seconds,
    recorded: reported.recorded.size,
    safe: reported.safe.size,
    stored: kept.ids.length,
    acknowledged: proxy.acknowledged.size,
    ...breaches,
    droppedByReason: reported.dropped,
    /** Recorded in the last moments before a kill, or while the disk was full, and known to be on no disk. */
    killedUnsafe: reported.recorded.size - kept.ids.length - reported.dropped,
    stillSpooled,
    integrity: kept.integrity,
    costPico: kept.costPico,
    isCostRight,
    faults: happened,
    ...(disk.leftOut ? { leftOut: disk.leftOut } : {}),
  }),
);
process.exit(isKept ? 0 : 1);
