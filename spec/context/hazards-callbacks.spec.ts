import { EventEmitter, on, once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bindSession, currentSession, withSession } from '@sentrial/mastra';
import Bluebird from 'bluebird';
import Bottleneck from 'bottleneck';
import DataLoader from 'dataloader';
import fastq from 'fastq';
import { createPool } from 'generic-pool';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { recordToSink } from '../support/recorded.ts';

recordToSink();

const id = () => currentSession().id;

/** Runs `act` in two sessions at once. Returns the session id and the result of each. */
const inTwoSessions = <T>(act: () => Promise<T>): Promise<readonly (readonly [string, T])[]> =>
  Promise.all(['A', 'B'].map((name) => withSession({ name }, async () => [id(), await act()] as const)));

const expectOwn = (pairs: readonly (readonly [string, unknown])[]) => {
  for (const [own, seen] of pairs) expect(seen).toBe(own);
  expect(new Set(pairs.map(([own]) => own)).size).toBe(2);
};

describe('a listener that is added in one session and called in another', () => {
  const callers = {
    'of an EventEmitter': (listen: () => void) => {
      const emitter = new EventEmitter().on('x', listen);
      return () => void emitter.emit('x');
    },
    'of an EventTarget': (listen: () => void) => {
      const target = new EventTarget();
      target.addEventListener('x', listen);
      return () => void target.dispatchEvent(new Event('x'));
    },
    'of an AbortSignal': (listen: () => void) => {
      const controller = new AbortController();
      controller.signal.addEventListener('abort', listen);
      return () => controller.abort();
    },
    'kept as a callback': (listen: () => void) => listen,
    'of a signal': (listen: () => void) => {
      process.once('SIGUSR2', listen);
      return () => void process.emit('SIGUSR2');
    },
  };

  it.each(Object.entries(callers))('%s sees the session in which it was bound', (_, add) => {
    const seen: string[] = [];
    const [made, call] = withSession({ name: 'A' }, () => [id(), add(bindSession(() => seen.push(id())))]);
    withSession({ name: 'B' }, call);
    expect(seen).toEqual([made]);
  });

  it.each(Object.entries(callers))('%s, bound outside of any, sees none', (_, add) => {
    const seen: string[] = [];
    const call = add(bindSession(() => seen.push(id())));
    withSession({ name: 'B' }, call);
    expect(seen).toEqual(['']);
  });

  it('is not needed with once() and on(), which keep the session of the waiting caller', async () => {
    const emitter = new EventEmitter();
    const waiting = withSession({ name: 'A' }, async () => {
      const own = id();
      await once(emitter, 'once');
      const afterOnce = id();
      for await (const _ of on(emitter, 'on')) return [own, afterOnce, id()];
      return [];
    });
    await withSession({ name: 'B' }, async () => {
      emitter.emit('once');
      await sleep(1);
      emitter.emit('on', 1);
    });
    const [own, ...seen] = await waiting;
    expect(seen).toEqual([own, own]);
  });

  it('keeps its this, arguments and result, name and length', () => {
    const listen = function named(this: unknown, a: number, b: number) {
      return [this, a, b];
    };
    const bound = bindSession(listen);
    const self = {};
    expect(bound.call(self, 1, 2)).toEqual([self, 1, 2]);
    expect([bound.name, bound.length]).toEqual(['named', 2]);
  });
});

describe('a task of a queue that calls the tasks of all sessions', () => {
  it('of p-limit at one at a time sees its own session when it is bound', async () => {
    const limit = pLimit(1);
    expectOwn(await inTwoSessions(() => limit(bindSession(async () => id()))));
  });

  it('of fastq sees its own session when it is bound', async () => {
    const queue = fastq.promise(async (task: () => string) => task(), 1);
    expectOwn(await inTwoSessions(() => queue.push(bindSession(() => id()))));
  });

  it('of bottleneck sees its own session when it is bound', async () => {
    const limiter = new Bottleneck({ maxConcurrent: 1 });
    expectOwn(await inTwoSessions(() => limiter.schedule(bindSession(async () => id()))));
  });

  it('has a session of its own by calling withSession() in it', async () => {
    const limit = pLimit(1);
    const ids = await inTwoSessions(() =>
      limit(() => withSession({ name: 'task', ifNested: 'new' }, async () => id())),
    );
    expect(new Set(ids.flat()).size).toBe(4);
  });

  it('of generic-pool sees its own session after it acquired a resource', async () => {
    const pool = createPool({ create: async () => ({}), destroy: async () => undefined }, { max: 1 });
    const use = () =>
      pool.use(async () => {
        await sleep(1);
        return id();
      });
    expectOwn(await inTwoSessions(use));
    await pool.drain();
  });

  it('of a pool with callbacks sees its own session when it is bound', async () => {
    const free: ((worker: object) => void)[] = [];
    const release = () => free.shift()?.({});
    const acquire = (task: (worker: object) => void) => void free.push(task);
    const pending = inTwoSessions(
      () => new Promise<string>((resolve) => acquire(bindSession(() => resolve(id())))),
    );
    withSession({ name: 'C' }, () => {
      release();
      release();
    });
    expectOwn(await pending);
  });

  it('runs a batch in the session of its first caller, and returns to each caller its own', async () => {
    const batches: string[] = [];
    const loader = new DataLoader<number, number>(async (keys) => {
      batches.push(id());
      return keys.map((key) => key * 2);
    });
    let key = 0;
    const pairs = await inTwoSessions(async () => {
      await loader.load(++key);
      return id();
    });
    expectOwn(pairs);
    expect(batches).toEqual([pairs[0]?.[0]]);
  });

  it('that shares one request returns each caller to its own session', async () => {
    let flight: Promise<string> | undefined;
    const load = async () => {
      flight ??= sleep(1).then(id);
      await flight;
      return id();
    };
    expectOwn(await inTwoSessions(load));
  });
});

describe('promises of other makers', () => {
  it('keep the session of the awaiting caller', async () => {
    expectOwn(
      await inTwoSessions(async () => {
        await Bluebird.delay(1);
        return id();
      }),
    );
  });

  it('keep it in their callbacks when these are bound', async () => {
    expectOwn(await inTwoSessions(async () => await Bluebird.delay(1).then(bindSession(id))));
  });

  it('are the same promise when a recorded function returns them', async () => {
    const made = Bluebird.resolve(7);
    const given = withSession({ name: 'bluebird' }, () => made);
    expect(given).toBe(made);
    expect(await given).toBe(7);
  });
});

describe('objects that outlive the session that made them', () => {
  it('never runs in the session of its user: a server', async () => {
    const seen: string[] = [];
    const [made, server] = withSession({ name: 'A' }, () => {
      const listening = createServer((_, response) => {
        seen.push(id());
        response.end();
      });
      return [id(), listening.listen(0, '127.0.0.1')] as const;
    });
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const caller = await withSession({ name: 'B' }, async () => {
      await (await fetch(`http://127.0.0.1:${port}`)).text();
      return id();
    });
    server.closeAllConnections();
    server.close();
    expect(seen).not.toContain(caller);
    expect([made, '']).toContain(seen[0]);
  });

  it('never runs in the session of its user: a timer', async () => {
    let timer: NodeJS.Timeout | undefined;
    const seen: string[] = [];
    const made = withSession({ name: 'A' }, () => {
      timer = setInterval(() => seen.push(id()), 1);
      return id();
    });
    await withSession({ name: 'B' }, () => sleep(10));
    clearInterval(timer);
    expect(new Set(seen)).toEqual(new Set([made]));
  });
});
