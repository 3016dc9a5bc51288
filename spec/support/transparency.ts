import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';

/** A kind of thing that functions give. */
export interface ReturnKind {
  readonly name: string;
  /** Made anew for each call. */
  make(): unknown;
  /** How it is taken bit by bit; absent where it is there at once. */
  readonly lazy?: {
    drain(result: never): unknown;
    breakOff?(result: never): unknown;
    /** The same kind, failing when it is taken. */
    makeFailing(error: unknown): unknown;
  };
}

/** One thing that can happen to a call, played with a recorded function or without one. */
export interface Outcome {
  readonly name: string;
  /** The status of the one event. */
  readonly status: 'ok' | 'error' | 'cancelled';
  /** What the caller sees of it. */
  play(call: (act: () => unknown) => unknown): Promise<unknown>;
}

class Money {
  readonly #cents: number;
  constructor(cents: number) {
    this.#cents = cents;
  }
  toJSON(): number {
    return this.#cents;
  }
}

const drainAsync = async (iterable: AsyncIterable<unknown>) => {
  const values: unknown[] = [];
  for await (const value of iterable) values.push(value);
  return values;
};
const breakAsync = async (iterable: AsyncIterable<unknown>) => {
  for await (const value of iterable) return value;
  return undefined;
};

export const returnKinds: readonly ReturnKind[] = [
  { name: 'a value', make: () => 7 },
  { name: 'undefined', make: () => undefined },
  {
    name: 'a promise',
    make: () => Promise.resolve({ a: 1 }),
    lazy: { drain: (result: Promise<unknown>) => result, makeFailing: (error) => Promise.reject(error) },
  },
  {
    name: 'a thenable',
    // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
    make: () => ({ then: (resolve: (value: unknown) => void) => resolve('later') }),
    lazy: {
      drain: async (result: PromiseLike<unknown>) => await result,
      // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
      makeFailing: (error) => ({ then: (_: unknown, reject: (error: unknown) => void) => reject(error) }),
    },
  },
  {
    name: 'a sync generator',
    make: () =>
      (function* () {
        yield 1;
        yield 2;
      })(),
    lazy: {
      drain: (result: Iterable<unknown>) => [...result],
      breakOff: (result: Iterable<unknown>) => {
        for (const value of result) return value;
        return undefined;
      },
      makeFailing: (error) =>
        (function* () {
          yield 1;
          throw error;
        })(),
    },
  },
  {
    name: 'an async generator',
    make: () =>
      (async function* () {
        yield 1;
        yield 2;
      })(),
    lazy: {
      drain: drainAsync,
      breakOff: breakAsync,
      makeFailing: (error) =>
        (async function* () {
          yield 1;
          throw error;
        })(),
    },
  },
  {
    name: 'an iterator',
    make: () => [1, 2].values(),
    lazy: {
      drain: (result: Iterable<unknown>) => [...result],
      makeFailing: (error) =>
        Object.assign([1].values(), {
          next: () => {
            throw error;
          },
        }),
    },
  },
  {
    name: 'a ReadableStream',
    make: () =>
      new ReadableStream({
        start(c) {
          c.enqueue('a');
          c.enqueue('b');
          c.close();
        },
      }),
    lazy: {
      drain: drainAsync,
      breakOff: breakAsync,
      makeFailing: (error) =>
        new ReadableStream({
          pull(c) {
            c.error(error);
          },
        }),
    },
  },
  {
    name: 'a Node.js Readable',
    make: () => Readable.from(['a', 'b']),
    lazy: {
      drain: drainAsync,
      breakOff: breakAsync,
      makeFailing: (error) =>
        new Readable({
          read() {
            this.destroy(error as Error);
          },
        }),
    },
  },
  {
    name: 'a Response',
    make: () => new Response('body'),
    lazy: {
      drain: (result: Response) => result.text(),
      makeFailing: (error) =>
        new Response(
          new ReadableStream({
            pull(c) {
              c.error(error);
            },
          }),
        ),
    },
  },
  { name: 'an EventEmitter', make: () => new EventEmitter() },
  { name: 'a class instance', make: () => new Money(5) },
  {
    name: 'a Proxy',
    make: () =>
      new Proxy(
        { a: 1 },
        {
          get() {
            throw new Error('trap');
          },
          getPrototypeOf() {
            throw new Error('trap');
          },
        },
      ),
  },
  { name: 'a frozen object', make: () => Object.freeze({ a: 1 }) },
];

const failure = new RangeError('on purpose');

/** What the caller sees when it takes a result in some way. */
const seen = async (act: () => unknown): Promise<unknown> => {
  try {
    return { gave: await act() };
  } catch (error) {
    return { threw: error };
  }
};

export function outcomesOf({ make, lazy }: ReturnKind): Outcome[] {
  const throwing =
    (thrown: unknown): Outcome['play'] =>
    (call) =>
      seen(() =>
        call(() => {
          throw thrown;
        }),
      );
  const always: Outcome[] = [
    { name: 'throws an Error', status: 'error', play: throwing(failure) },
    { name: 'throws a non-Error', status: 'error', play: throwing('just text') },
  ];
  if (!lazy) {
    const returns: Outcome['play'] = async (call) => {
      const made = make();
      return {
        same: Object.is(
          call(() => made),
          made,
        ),
      };
    };
    return [{ name: 'is returned', status: 'ok', play: returns }, ...always];
  }
  const { drain, breakOff, makeFailing } = lazy;
  const taken: Outcome[] = [
    { name: 'is consumed', status: 'ok', play: (call) => seen(() => drain(call(make) as never)) },
    {
      name: 'fails when consumed',
      status: 'error',
      play: (call) => seen(() => drain(call(() => makeFailing(failure)) as never)),
    },
    ...(breakOff
      ? [
          {
            name: 'is broken off',
            status: 'cancelled',
            play: (call) => seen(() => breakOff(call(make) as never)),
          } as Outcome,
        ]
      : []),
  ];
  const isSettledByItself = make() instanceof Promise;
  const unread: Outcome = {
    name: 'is never consumed',
    status: isSettledByItself ? 'ok' : 'cancelled',
    play: async (call) => ({ type: typeof call(make) }),
  };
  return [...taken, unread, ...always];
}
