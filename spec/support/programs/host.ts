// A program that records events and then ends in a given way, for specs of delivery.
//
//   host.ts <ending> <events> <bytes of each>
//
// It prints `recorded` once everything has been recorded, and before its natural end the counts.

import { clientFor, flush, stats } from '../../../lib/client/index.ts';

const [ending = 'natural', count = '200', bytes = '100'] = process.argv.slice(2);
const client = clientFor({});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function exhaustMemory(): never {
  const held: unknown[] = [];
  for (;;) held.push(new Array(1_000_000).fill(held.length));
}

async function untilStored(): Promise<void> {
  while (stats().stored < stats().accepted) await pause(20);
}

async function record(): Promise<void> {
  // A program has been running for a while when it is hit: what is needed is loaded.
  await flush(10_000);
  const session = client.recorder.openSession({ name: 'host', agentName: 'host' });
  process.stdout.write(`${session.id}\n`);
  for (let event = 0; event < Number(count); event++) {
    session.startStep({ kind: 'tool', name: `tool-${event}`, input: 'x'.repeat(Number(bytes)) }).end();
    await undefined;
  }
}

if (Number(count) > 0) await record();

switch (ending) {
  case 'exit':
    process.exit(0);
    break;
  case 'throw':
    throw new Error('the host is broken');
  case 'SIGTERM':
  case 'SIGKILL':
    process.kill(process.pid, ending);
    break;
  case 'memory':
    exhaustMemory();
    break;
  case 'stored':
    process.stdout.write('recorded\n');
    await untilStored();
    process.stdout.write(`${JSON.stringify(stats())}\n`);
    break;
  case 'replay':
    await pause(100);
    await flush(10_000);
    process.stdout.write(`${JSON.stringify(stats())}\n`);
    break;
  default:
    process.stdout.write('recorded\n');
}
