import { EventEmitter } from 'node:events';
import { addAbortSignal, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A kind of thing that functions give. */
export interface ReturnKind {
  readonly name: string;
  /** Made anew for each call. */
  make(): unknown;
  /** How it is taken bit by bit; absent where it is there at once. */
  readonly lazy?: {
    drain(result: never): unknown;
    breakOff?(result: never): unknown;
    throwInto?(result: never, error: unknown): unknown;
    /** The same kind, failing when it is taken. */
    makeFailing(error: unknown): unknown;
    /** The same kind, of something that can be called off. */
    makeAbortable(signal: AbortSignal): unknown;
    /** The same kind, which nothing keeps and which never ends by itself. @default what `make` makes */
    makeEndless?(): unknown;
  };
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

const streamUntil = (signal: AbortSignal) =>
  new ReadableStream({
    start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
  });

export const returnKinds: readonly ReturnKind[] = [
  { name: 'a value', make: () => 7 },
  { name: 'undefined', make: () => undefined },
  {
    name: 'a promise',
    make: () => Promise.resolve({ a: 1 }),
    lazy: {
      drain: (result: Promise<unknown>) => result,
      makeFailing: (error) => Promise.reject(error),
      makeAbortable: (signal) => sleep(10_000, undefined, { signal }),
      makeEndless: () => new Promise(() => undefined),
    },
  },
  {
    name: 'a thenable',
    // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
    make: () => ({ then: (resolve: (value: unknown) => void) => resolve('later') }),
    lazy: {
      drain: async (result: PromiseLike<unknown>) => await result,
      // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
      makeFailing: (error) => ({ then: (_: unknown, reject: (error: unknown) => void) => reject(error) }),
      makeAbortable: (signal) => ({
        // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
        then: (resolve: () => void, reject: (error: unknown) => void) =>
          sleep(10_000, undefined, { signal }).then(resolve, reject),
      }),
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
      throwInto: (result: Generator, error) => {
        result.next();
        return result.throw(error);
      },
      makeAbortable: (signal) =>
        (function* () {
          yield 1;
          signal.throwIfAborted();
        })(),
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
      throwInto: async (result: AsyncGenerator, error) => {
        await result.next();
        return result.throw(error);
      },
      makeAbortable: (signal) =>
        (async function* () {
          yield 1;
          await sleep(10_000, undefined, { signal });
        })(),
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
      makeAbortable: (signal) => Object.assign([1].values(), { next: () => signal.throwIfAborted() }),
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
      makeAbortable: streamUntil,
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
      makeAbortable: (signal) => addAbortSignal(signal, new Readable({ read: () => undefined })),
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
      makeAbortable: (signal) => new Response(streamUntil(signal)),
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
