import { ReadableStream as WebStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import { bindSession, currentSession, trace, withSession } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { recordToSink } from '../support/recorded.ts';

const recorded = recordToSink();
const id = () => currentSession().id;

/** A generator that records the session of each of its parts, including its end. */
function* syncParts(seen: string[]) {
  try {
    for (;;) {
      seen.push(id());
      yield seen.length;
    }
  } finally {
    seen.push(id());
  }
}

async function* asyncParts(seen: string[]) {
  try {
    for (;;) {
      await sleep(1);
      seen.push(id());
      yield seen.length;
    }
  } finally {
    await sleep(1);
    seen.push(id());
  }
}

const consume = async (parts: Iterable<unknown> | AsyncIterable<unknown>) => {
  const seen: string[] = [];
  for await (const _ of parts) {
    seen.push(id());
    if (seen.length === 2) break;
  }
  return seen;
};

describe.each([
  ['a generator', syncParts],
  ['an async generator', asyncParts],
])('%s that is made in one session and consumed in another', (_, make) => {
  it.each([
    ['withSession()', (seen: string[]) => withSession({ name: 'A' }, () => make(seen))],
    [
      'trace()',
      (seen: string[]) => withSession({ name: 'A' }, () => trace((to: string[]) => make(to))(seen)),
    ],
  ])('of %s runs in its own, to its end, and its consumer in the other', async (_, made) => {
    const inside: string[] = [];
    const parts = made(inside);
    const [other, outside] = await withSession({ name: 'B' }, async () => [id(), await consume(parts)]);
    expect(outside).toEqual([other, other]);
    expect(new Set(inside).size).toBe(1);
    expect(inside).toHaveLength(3);
    expect(inside).not.toContain(other);
    const { sessions } = await recorded();
    expect(sessions.find(({ name }) => name === 'A')?.id).toBe(inside[0]);
  });
});

describe('a web stream that is made in one session and read in another', () => {
  it('runs its function in the session in which it was bound', async () => {
    const seen: string[] = [];
    const note = bindSession.bind(undefined);
    const [made, stream] = withSession({ name: 'A' }, () => {
      const source = new ReadableStream<number>({
        pull: note((controller: ReadableStreamDefaultController<number>) => {
          seen.push(id());
          if (seen.length < 3) controller.enqueue(seen.length);
          else controller.close();
        }),
      });
      const transform = new TransformStream<number, number>({
        transform: note((part: number, controller: TransformStreamDefaultController<number>) => {
          seen.push(id());
          controller.enqueue(part);
        }),
        flush: note(() => void seen.push(id())),
      });
      return [id(), source.pipeThrough(transform)] as const;
    });
    await withSession({ name: 'B' }, () => consumeAll(stream));
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(new Set(seen)).toEqual(new Set([made]));
  });

  it.each([
    ['read as it is', (stream: ReadableStream) => [stream]],
    ['split in two', (stream: ReadableStream) => stream.tee()],
    ['of an async generator', (_: ReadableStream) => [WebStream.from(numbers()) as ReadableStream]],
  ])('is recorded where it was made: %s', async (_, make) => {
    const give = trace(function give() {
      return new ReadableStream({
        start(controller) {
          controller.enqueue(1);
          controller.enqueue(2);
          controller.close();
        },
      });
    });
    const streams = withSession({ name: 'A' }, () => make(give()));
    await withSession({ name: 'B' }, () => Promise.all(streams.map(consumeAll)));
    const { sessions, events } = await recorded();
    const made = sessions.find(({ name }) => name === 'A')?.id;
    expect(events.filter(({ name }) => name === 'give').map(({ sessionId }) => sessionId)).toEqual([made]);
  });
});

async function* numbers() {
  yield 1;
  yield 2;
}

const consumeAll = async (stream: ReadableStream) => {
  const parts: unknown[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
};

describe('a query that runs once it is awaited', () => {
  const query = (seen: string[]) => ({
    // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
    then(resolve: (rows: string[]) => void) {
      seen.push(id());
      setImmediate(() => {
        seen.push(id());
        resolve(seen);
      });
    },
  });

  it('runs in the session in which it was made, and its caller stays in its own', async () => {
    const seen: string[] = [];
    const lazy = withSession({ name: 'A' }, () => query(seen));
    const [other, after] = await withSession({ name: 'B' }, async () => {
      await lazy;
      return [currentSession().id, id()];
    });
    expect(after).toBe(other);
    expect(new Set(seen).size).toBe(1);
    expect(seen).not.toContain(other);
    expect(seen).not.toContain('');
  });

  it('drained by another session runs in its own session when it is bound', async () => {
    const queue: (() => void)[] = [];
    const seen: string[] = [];
    const waiting = withSession({ name: 'A' }, async () => {
      const own = id();
      await {
        // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
        then: (resolve: (value: unknown) => void) =>
          void queue.push(bindSession(() => resolve(seen.push(id())))),
      };
      return [own, id()];
    });
    await sleep(1);
    withSession({ name: 'B' }, () => {
      for (const run of queue) run();
    });
    const [own, after] = await waiting;
    expect([after, ...seen]).toEqual([own, own]);
  });
});
