// A program that leaves promises rejected in many ways and prints the reports of unhandled rejections.
//
//   rejections.ts <bare, trace or withSession>

import { setTimeout as sleep } from 'node:timers/promises';
import { configure, trace, withSession } from '@sentrial/mastra';

configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl: 'http://127.0.0.1:9', spoolDir: false });

type Make = () => Promise<unknown>;
const watchers: Readonly<Record<string, (make: Make) => Make>> = {
  bare: (make) => make,
  trace: (make) => trace(make),
  withSession: (make) => () => withSession({ name: 'rejections' }, make),
};
const watch = watchers[process.argv[2] ?? 'bare'] ?? ((make) => make);

const log = (...words: unknown[]) => void process.stdout.write(`${words.join(' ')}\n`);
process.on('unhandledRejection', (reason) => log('  unhandled', (reason as Error).message));
process.on('rejectionHandled', () => log('  handled after all'));

const ignore = () => undefined;
const failing = async () => {
  throw new Error('async');
};
const failingLater = async () => {
  await sleep(2);
  throw new Error('async later');
};
const handledInside = () => {
  const promise = Promise.reject(new Error('handled inside'));
  promise.catch(ignore);
  return promise;
};
const handledInsideLater = () => {
  const promise = sleep(2).then(failing);
  promise.catch(ignore);
  return promise;
};

const plays: Readonly<Record<string, (make: Make) => unknown>> = {
  dropped: (make) => void make(),
  'awaited and caught': async (make) => await make().catch(ignore),
  'followed for its value alone': (make) => void make().then(ignore),
  'followed with finally': (make) => void make().finally(ignore),
  'caught in the same turn': (make) => {
    const promise = make();
    process.nextTick(() => promise.catch(ignore));
  },
  'caught too late': async (make) => {
    const promise = make();
    await sleep(10);
    promise.catch(ignore);
  },
  'caught twice': (make) => {
    const promise = make();
    promise.catch(ignore);
    promise.catch(ignore);
  },
  'given to all': (make) => void Promise.all([make(), make()]).catch(ignore),
  'given to allSettled': (make) => void Promise.allSettled([make()]),
  'returned by an async function': (make) => void (async () => make())().catch(ignore),
  'returned by an async function that is dropped': (make) => void (async () => make())(),
  'awaited in try': async (make) => {
    try {
      await make();
    } catch (error) {
      log('  caught', (error as Error).message);
    }
  },
};

const makers = {
  failing,
  failingLater,
  rejected: () => Promise.reject(new Error('rejected')),
  rejectedLater: () => sleep(2).then(failing),
  handledInside,
  handledInsideLater,
};

for (const [maker, make] of Object.entries(makers)) {
  for (const [play, act] of Object.entries(plays)) {
    log(maker, play);
    queueMicrotask(() => log('  a microtask'));
    setImmediate(() => log('  an immediate'));
    await Promise.resolve(act(watch(make))).catch(ignore);
    await sleep(20);
  }
}
process.exit(0);
