import { describe, expect, it, onTestFinished } from 'vitest';
import { type BatchItem, TracerError } from '../../../lib/model/index.ts';
import { createBatchingTransport } from '../../../lib/transport/delivery/batching.ts';
import type { Poster, PostResult } from '../../../lib/transport/delivery/poster.ts';
import { createBatchPoster } from '../../../lib/transport/destinations/batch-poster.ts';
import { textOf } from '../../../lib/transport/encoding/written-group.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { startSink } from '../../support/sink.ts';

const item = (at: number): BatchItem => ({ type: 'session', id: `sess_${at}`, revision: at });
const items = (count: number): readonly BatchItem[] => Array.from({ length: count }, (_, at) => item(at));
const stored: PostResult = { status: 'stored', refused: [] };

/** Opens a transport whose poster runs `act` before it stores a batch. */
function openTransport(act: (ids: readonly string[]) => void, options = {}) {
  const clock = createManualClock();
  const ids: string[] = [];
  const problems: TracerError[] = [];
  const poster: Poster = {
    async post(batch) {
      const sent = batch.map((entry) => (JSON.parse(textOf(entry)) as BatchItem).id);
      act(sent);
      ids.push(...sent);
      return stored;
    },
    close: () => undefined,
  };
  const transport = createBatchingTransport(poster, {
    clock,
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
  return { transport, clock, ids, problems };
}

describe('delivery', () => {
  it('retries a batch after the poster throws, and reports the problem', async () => {
    let calls = 0;
    const { transport, clock, ids, problems } = openTransport(() => {
      if (calls++ < 2) throw new TypeError('broken poster');
    });
    transport.send(items(3));
    await clock.advance(10_000);
    expect(ids).toEqual(['sess_0', 'sess_1', 'sess_2']);
    expect(problems.map(({ message }) => message)).toContainEqual(expect.stringContaining('broken poster'));
    expect(transport.stats()).toMatchObject({ accepted: 3, stored: 3, queued: 0 });
  });

  it('drops and counts only the item that makes the poster throw again and again', async () => {
    const { transport, clock, ids } = openTransport((sent) => {
      if (sent.includes('sess_1')) throw new TypeError('cannot send sess_1');
    });
    transport.send(items(4));
    await clock.advance(3_600_000);
    expect([...ids].sort()).toEqual(['sess_0', 'sess_2', 'sess_3']);
    expect(transport.stats()).toMatchObject({ accepted: 4, stored: 3, queued: 0, dropped: { failed: 1 } });
  });

  it.each([
    [
      'onDrop',
      {
        maxQueuedItems: 1,
        onDrop: () => {
          throw new Error('listener failed');
        },
      },
    ],
    [
      'onProblem',
      {
        onProblem: () => {
          throw new Error('listener failed');
        },
      },
    ],
  ])('continues when the %s listener throws', async (_, options) => {
    let calls = 0;
    const { transport, clock } = openTransport(() => {
      if (calls++ === 0) throw new TypeError('once');
    }, options);
    transport.send(items(3));
    await clock.advance(60_000);
    transport.send([item(9)]);
    await clock.advance(60_000);
    const { accepted, stored: count, queued, dropped } = transport.stats();
    expect([accepted, queued]).toEqual([4, 0]);
    expect(count + dropped['queue-full']).toBe(4);
    expect(count).toBeGreaterThan(1);
  });

  it('continues after an exception without a text form', async () => {
    let calls = 0;
    const { transport, clock, ids } = openTransport(() => {
      if (calls++ === 0) throw Object.create(null);
    });
    transport.send(items(2));
    await clock.advance(10_000);
    expect(ids).toEqual(['sess_0', 'sess_1']);
  });

  it('counts the items of a batch whose result cannot be applied, and continues', async () => {
    let calls = 0;
    const results = [{ status: 'retry', problem: null, stored: 0 }, null, stored];
    const poster: Poster = {
      post: async () => results[Math.min(calls++, 2)] as PostResult,
      close: () => undefined,
    };
    const clock = createManualClock();
    const transport = createBatchingTransport(poster, { clock });
    transport.send(items(2));
    await clock.advance(10_000);
    transport.send(items(1));
    await clock.advance(10_000);
    const { accepted, stored: count, queued, dropped } = transport.stats();
    expect([accepted, queued, count + dropped.failed]).toEqual([3, 0, 3]);
  });

  it('reports a spool that cannot be checked, and continues', async () => {
    const { transport, clock, ids, problems } = openTransport(() => undefined, {
      crashMarkers: {
        observe: () => undefined,
        persist: () => undefined,
        commit: () => undefined,
        close: () => undefined,
        recover: () => {
          throw new Error('unreadable marker');
        },
      },
    });
    transport.send(items(1));
    const flushed = transport.flush(1000);
    await clock.advance(2000);
    expect(await flushed).toBeUndefined();
    expect(ids).toEqual(['sess_0']);
    expect(problems.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('unreadable marker'),
    );
  });

  it('ends flush() and close() in time while the poster throws', async () => {
    const { transport, clock } = openTransport(() => {
      throw new TypeError('always');
    });
    transport.send(items(2));
    const flushed = transport.flush(1000);
    await clock.advance(1500);
    expect(await flushed).toMatchObject({ message: expect.stringContaining('always') });
    const closed = transport.close(1000);
    await clock.advance(1500);
    expect(await closed).toBeInstanceOf(TracerError);
    expect(transport.stats()).toMatchObject({ accepted: 2, stored: 0, queued: 0, dropped: { closed: 2 } });
  });
});

describe('the batch poster', () => {
  it('reports an unreadable key as a temporary problem', async () => {
    const sink = await startSink();
    onTestFinished(() => sink.close());
    let calls = 0;
    const keyOf = async () => {
      if (calls++ === 0) throw new Error('vault is locked');
      return 'key-1';
    };
    const poster = createBatchPoster(new URL('/api/sdk/batch', sink.url), keyOf);
    onTestFinished(() => poster.close());
    const post = () => poster.post([], createBatchingTransport(poster).stats());
    expect(await post()).toMatchObject({
      status: 'retry',
      problem: { message: expect.stringContaining('vault is locked') },
    });
    expect(await post()).toMatchObject({ status: 'stored' });
  });
});
