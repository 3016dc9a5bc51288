// The parts of the storm benchmark that run in a process of their own: `storm-host.ts <part> <events> <bytes>`.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { clientFor, stats } from '../../lib/client/index.ts';

const [part = '', events = '0', bytes = '0'] = process.argv.slice(2);
const count = Number(events);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const rssMB = (): number => process.memoryUsage.rss() / 2 ** 20;
const eventsATurn = 20;

/** Prose, as most of what agents record. */
const text = 'The customer asked when the order will arrive, and was told that it leaves on Friday. '.repeat(
  20,
);

async function record(
  session: ReturnType<typeof openSession>,
  every: () => void = () => undefined,
): Promise<void> {
  for (let made = 0; made < count; made++) {
    const input = text.slice(0, Number(bytes));
    session.startStep({ kind: 'tool', name: `tool-${made}`, input }).end();
    if (made % eventsATurn === 0) {
      every();
      await turn();
    }
  }
}

const openSession = () => clientFor({}).recorder.openSession({ name: 'storm', agentName: 'storm' });

async function storm(): Promise<object> {
  const session = openSession();
  await pause(500);
  globalThis.gc?.();
  const before = rssMB();
  let most = before;
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const startMs = performance.now();
  await record(session, () => {
    most = Math.max(most, rssMB());
  });
  const ms = performance.now() - startMs;
  await pause(1000);
  lag.disable();
  most = Math.max(most, rssMB());
  console.log(stats());
  return {
    rssMB: Math.round(most - before),
    lagMs: Math.round(lag.max / 1e5) / 10,
    usPerEvent: Math.round((ms * 10_000) / count) / 10,
  };
}

async function outage(): Promise<object> {
  await record(openSession());
  await pause(500);
  // The process stays there for what it has recorded to be delivered.
  setInterval(() => undefined, 1000);
  return { accepted: stats().accepted };
}

const parts: Readonly<Record<string, () => Promise<object>>> = { storm, outage };
const figures = (await parts[part]?.()) ?? {};
process.send?.(figures);
