import { AsyncLocalStorage } from 'node:async_hooks';
import { bindSession, configure, currentSession, flush, trace, withSession } from '@sentrial/mastra';
import { byHand } from './by-hand.ts';
import { startCountingSink } from './counting-sink.ts';
import { alternate, type Cost, median, round } from './measure.ts';

const rounds = 200;
const warmUps = 30;
/** With one delivery: about as many as OpenTelemetry's `BatchSpanProcessor` sends at once, 512. */
const callsPerRound = 500;

const input = { id: 'USR-123', notes: 'The parcel left the warehouse on Monday. '.repeat(24) };
const output = { ok: true, notes: 'It arrived on Wednesday, as was promised. '.repeat(23) };
const work = async (_: typeof input) => output;

/** What recording one async call costs, with 1 KB in and 1 KB out, beside OpenTelemetry. */
export async function bench(): Promise<Record<string, unknown>> {
  const sink = await startCountingSink();
  const otel = byHand(sink.url);
  configure({ apiKey: 'sentrial_live_bench_0123456789', apiUrl: sink.url });
  const traced = trace(work, { name: 'work' });
  const hand = otel.watching.wrapTool('work', work);

  const turnUs = { ours: [] as number[], otel: [] as number[] };
  const callAll = async (call: (value: typeof input) => Promise<unknown>, turns?: number[]) => {
    const startMs = performance.now();
    const pending = Array.from({ length: callsPerRound }, () => call(input));
    turns?.push(((performance.now() - startMs) * 1000) / callsPerRound);
    await Promise.all(pending);
  };
  const costs = await alternate(
    {
      bare: () => callAll(work),
      ours: async () => {
        await withSession({ name: 'bench' }, () => callAll(traced, turnUs.ours));
        await flush();
      },
      otel: async () => {
        await otel.run('bench', async () => {
          await callAll(hand, turnUs.otel);
          return 'done';
        });
        await otel.flush();
      },
    },
    rounds,
    warmUps,
  );
  const runs = rounds + warmUps;
  const { items, spans } = await sink.counts();
  sink.stop();
  if (items !== runs * (callsPerRound + 2) || spans !== runs * (callsPerRound + 1)) {
    throw new Error(`void: ${items} items and ${spans} spans of ${runs} rounds`);
  }
  const added = (variant: 'ours' | 'otel', of: (cost: Cost) => number) =>
    median(costs[variant].map((cost, at) => of(cost) - of(costs.bare[at] as Cost))) / callsPerRound;
  const cpuUs = added('ours', (cost) => cost.cpuUs);
  const otelUs = added('otel', (cost) => cost.cpuUs);
  process.stdout.write(`added a call: ours ${round(cpuUs, 1)}, OpenTelemetry ${round(otelUs, 1)} us\n`);
  return {
    cpuUs: round(cpuUs, 1),
    vsOtel: round(cpuUs / otelUs, 3),
    callerTurnVsOtel: round(median(turnUs.ours) / median(turnUs.otel), 3),
    allocB: round(added('ours', (cost) => cost.allocB)),
    contextVsBareAls: round(contextVsBareAls(), 2),
  };
}

/** Entering a session and asking for it there, beside the same with a bare `AsyncLocalStorage`. */
function contextVsBareAls(): number {
  const storage = new AsyncLocalStorage<object>();
  const times = 20_000;
  const timed = (act: () => unknown): number => {
    const startMs = performance.now();
    for (let count = 0; count < times; count++) act();
    return performance.now() - startMs;
  };
  const store = {};
  const enter = withSession({ name: 'context' }, () => bindSession(() => currentSession()));
  const ratios = Array.from({ length: 60 }, () => {
    const bare = timed(() => storage.run(store, () => storage.getStore()));
    return timed(() => enter()) / bare;
  });
  return median(ratios);
}
