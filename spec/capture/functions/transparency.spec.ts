import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { trace, withSession } from '@sentrial/mastra';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DecoratedLegacy } from '../../support/decorated.legacy.ts';
import { Decorated } from '../../support/decorated.ts';
import { collectGarbage } from '../../support/garbage.ts';
import { recordToSink } from '../../support/recorded.ts';
import { returnKinds } from '../../support/return-kinds.ts';
import { type Outcome, outcomesOf } from '../../support/transparency.ts';

const recorded = recordToSink();

type Caller = (act: () => unknown) => unknown;

const callers: Readonly<Record<string, () => Caller>> = {
  'trace()': () => {
    const traced = trace((act: () => unknown) => act(), { name: 'call' });
    return (act) => traced(act);
  },
  '@traced, standard': () => {
    const instance = new Decorated();
    return (act) => instance.call(act);
  },
  '@traced, legacy': () => {
    const instance = new DecoratedLegacy();
    return (act) => instance.call(act);
  },
};

const cases = returnKinds.flatMap((kind) =>
  outcomesOf(kind).map((outcome) => [kind.name, outcome.name, outcome] as const),
);

describe.each(Object.entries(callers))('a function recorded by %s', (_, callerOf) => {
  it.each(cases)(
    'that gives %s, which %s, is as it would be unrecorded',
    async (kind, _outcome, outcome: Outcome) => {
      const bare = await outcome.play((act) => act());
      const call = callerOf();
      let watched: unknown;
      await withSession({ name: 'transparency' }, async () => {
        watched = await outcome.play(call);
      });
      if (outcome.name === 'is garbage collected') await collectGarbage();
      const { events } = await recorded();
      expect(watched).toEqual(bare);
      expect(events.map(({ name, status }) => [name, status])).toEqual([['call', outcome.status]]);
      // A collected result ends its event at once, but a promise can be kept until the session ends.
      if (outcome.name === 'is garbage collected' && kind !== 'a promise')
        expect(events[0]?.late).toBe(undefined);
    },
  );
});

describe('the result of a recorded function', () => {
  it.each([
    ['a promise it made before', Promise.resolve(1)],
    ['a stream', new ReadableStream()],
    ['a Node.js stream', Readable.from(['a'])],
    ['a response', new Response('body')],
    ['an emitter', new EventEmitter()],
    ['a frozen object', Object.freeze({ a: 1 })],
    ['a proxy', new Proxy({}, {})],
    ['an iterator', [1, 2].values()],
  ])('is the same object: %s', (_, value) => {
    expect(trace(() => value)()).toBe(value);
  });

  it('is thrown as the same value, whether an error or not', () => {
    for (const thrown of [new Error('x'), undefined, null, 'text', { code: 1 }]) {
      try {
        trace(() => {
          throw thrown;
        })();
        expect.unreachable();
      } catch (caught) {
        expect(caught).toBe(thrown);
      }
    }
  });

  it('of an async function without a handler is still reported as unhandled', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => void unhandled.push(reason);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', listen);
    onTestFinished(() => {
      process.removeListener('unhandledRejection', listen);
      for (const other of others) process.on('unhandledRejection', other);
    });
    const error = new Error('nobody handles it');
    void trace(async () => {
      throw error;
    })();
    await vi.waitFor(() => expect(unhandled).toEqual([error]));
  });

  it('is not awaited: a lazy query runs once, when its caller awaits it', async () => {
    let runs = 0;
    // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
    const query = { then: (resolve: (rows: unknown) => void) => resolve([++runs]) };
    const result = trace(() => query)();
    expect(runs).toBe(0);
    expect(await result).toEqual([1]);
  });
});

describe('the recorded function itself', () => {
  it('has the name, length, properties and text of the original', () => {
    const original = Object.assign(
      function add(a: number, b: number) {
        return a + b;
      },
      { unit: 'kg' },
    );
    const traced = trace(original);
    expect([traced.name, traced.length, traced.unit]).toEqual(['add', 2, 'kg']);
    expect(Reflect.ownKeys(traced)).toEqual(Reflect.ownKeys(original));
  });

  it('cannot be made of something else', () => {
    expect(() => trace(3 as never)).toThrow('trace() takes a function, but was given number.');
  });
});
