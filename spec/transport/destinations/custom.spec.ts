import { describe, expect, it, vi } from 'vitest';
import { type BatchItem, toConsole, toDestination } from '../../../lib/index.ts';
import { ownClient, recordSession } from '../../support/record.ts';

const idsOf = (items: readonly BatchItem[]) => items.map(({ id }) => id);

describe('toDestination()', () => {
  it('passes redacted and priced items to write() in order', async () => {
    const items: BatchItem[] = [];
    const client = ownClient({
      destinations: [toDestination({ name: 'mine', write: (batch) => items.push(...batch) })],
    });
    recordSession(client);
    const stats = await client.flush(2000);
    expect(items.map((item) => (item.type === 'event' ? item.name : item.set?.status))).toEqual([
      'running',
      'llm:openai:gpt-4o-mini',
      'lookup-user',
      'helper',
      'completed',
    ]);
    expect(items[0]).toMatchObject({ set: { input: 'Who is [EMAIL]?' } });
    expect(items[1]).toMatchObject({ cost: { status: 'priced' } });
    expect(stats.destinations.mine).toMatchObject({ accepted: 5, stored: 5 });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('queue is down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('queue is down'))],
  ])('sends a batch again when write() %s', async (_, fail) => {
    const batches: (readonly string[])[] = [];
    const write = (items: readonly BatchItem[]): unknown => {
      batches.push(idsOf(items));
      return batches.length < 3 ? fail() : undefined;
    };
    const client = ownClient({ destinations: [toDestination({ name: 'mine', write })] });
    recordSession(client);
    const stats = await client.flush(10_000);
    expect(batches).toHaveLength(3);
    expect(batches[2]).toEqual(batches[0]);
    expect(stats).toMatchObject({ accepted: 5, stored: 5, dropped: { failed: 0 } });
  });

  it('waits for an asynchronous write() before it sends the next batch', async () => {
    let running = 0;
    let maxRunning = 0;
    const write = async () => {
      maxRunning = Math.max(maxRunning, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
    };
    const client = ownClient({ destinations: [toDestination({ name: 'mine', write })] });
    for (let n = 0; n < 300; n++) recordSession(client);
    const stats = await client.flush(10_000);
    expect(maxRunning).toBe(1);
    expect(stats).toMatchObject({ accepted: 1500, stored: 1500 });
  });

  it('does not delay other destinations or close() while write() never settles', async () => {
    const lines: string[] = [];
    const close = vi.fn();
    const write = (): Promise<void> => new Promise<void>(() => undefined);
    const client = ownClient({
      destinations: [
        toDestination({ name: 'stuck', write, close }),
        toConsole({ write: (line) => lines.push(line) }),
      ],
    });
    recordSession(client);
    const stats = await client.close(100);
    expect(lines).toHaveLength(4);
    expect(close).toHaveBeenCalledOnce();
    expect(stats.destinations.stuck).toMatchObject({ accepted: 5, stored: 0, dropped: { closed: 5 } });
  });

  it('survives a close() that rejects, and errors without a text form', async () => {
    let calls = 0;
    const client = ownClient({
      destinations: [
        toDestination({
          name: 'mine',
          write: (): unknown => {
            if (calls++ === 0) throw Object.create(null);
            return undefined;
          },
          close: async () => {
            throw new Error('cannot close');
          },
        }),
        toConsole({ write: (async () => Promise.reject(new Error('no console'))) as () => void }),
      ],
    });
    recordSession(client);
    const stats = await client.close(5000);
    expect(stats.destinations.mine).toMatchObject({ accepted: 5, stored: 5 });
  });

  it('calls close() once, after the last batch', async () => {
    const calls: string[] = [];
    const client = ownClient({
      destinations: [
        toDestination({
          name: 'mine',
          write: (): unknown => calls.push('write'),
          close: () => {
            calls.push('close');
            throw new Error('cannot close');
          },
        }),
      ],
    });
    recordSession(client);
    await client.close(2000);
    await client.close(2000);
    expect(calls).toEqual(['write', 'close']);
  });

  it.each<readonly [string, object]>([
    ['a `name`', { name: '', write: () => undefined }],
    ['a `name`', { name: 7, write: () => undefined }],
    ['a `write` function', { name: 'mine' }],
  ])('throws when it is called without %s', (what, options) => {
    expect(() => toDestination(options as never)).toThrow(`toDestination() needs ${what}`);
  });
});
