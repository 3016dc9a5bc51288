import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BatchItem } from '../../../lib/model/index.ts';
import type { BatchingOptions } from '../../../lib/transport/delivery/batching-options.ts';
import { createBatchPoster } from '../../../lib/transport/destinations/batch-poster.ts';
import { createBatchingTransport } from '../../../lib/transport/index.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { freePort, type Sink, startSink } from '../../support/sink.ts';

const open: Sink[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sink) => sink.close()));
});

async function sinkWith(...args: Parameters<typeof startSink>): Promise<Sink> {
  const sink = await startSink(...args);
  open.push(sink);
  return sink;
}

const item = (revision: number, note = ''): BatchItem => ({
  type: 'session',
  id: 'sess_1',
  revision,
  metadata: { note },
});

const transportTo = (url: string, options: BatchingOptions = {}, key: string | undefined = 'the-key') =>
  createBatchingTransport(
    createBatchPoster(new URL(`${url}/api/sdk/batch`), async () => key),
    { lingerMs: 5, ...options },
  );

const revisions = (sink: Sink) =>
  sink.stored().map((stored) => (stored.type === 'session' ? stored.revision : -1));

describe('send()', () => {
  it('posts what was sent in one turn as one batch, in order, with the key', async () => {
    const sink = await sinkWith();
    const transport = transportTo(sink.url);
    for (let revision = 0; revision < 50; revision++) transport.send([item(revision)]);
    expect(await transport.flush(2000)).toBeUndefined();
    expect(sink.requests).toHaveLength(1);
    expect(sink.requests[0]).toMatchObject({
      path: '/api/sdk/batch',
      headers: { authorization: 'Bearer the-key' },
    });
    expect(revisions(sink)).toEqual([...Array(50).keys()]);
    expect(transport.stats()).toMatchObject({ accepted: 50, stored: 50, queued: 0 });
  });

  it('keeps batches within their limits', async () => {
    const sink = await sinkWith();
    const transport = transportTo(sink.url, { maxBatchItems: 10, maxBatchBytes: 2000 });
    for (let revision = 0; revision < 25; revision++) transport.send([item(revision)]);
    for (let revision = 25; revision < 30; revision++) transport.send([item(revision, 'x'.repeat(900))]);
    await transport.flush(2000);
    expect(Math.max(...sink.requests.map(({ items }) => items.length))).toBeLessThanOrEqual(10);
    expect(Math.max(...sink.requests.map(({ body }) => body.length))).toBeLessThan(2500);
    expect(revisions(sink)).toEqual([...Array(30).keys()]);
  });

  it('delivers everything after an outage, each item once', async () => {
    const port = await freePort();
    const problems: string[] = [];
    const transport = transportTo(`http://127.0.0.1:${port}`, {
      onProblem: ({ code }) => problems.push(code),
    });
    transport.send([item(1)]);
    await vi.waitFor(() => expect(problems).toEqual(['unreachable']));
    const sink = await sinkWith(undefined, port);
    transport.send([item(2)]);
    await vi.waitFor(() => expect(transport.stats()).toMatchObject({ stored: 2, queued: 0 }), 5000);
    expect(revisions(sink)).toEqual([1, 2]);
  });

  it.each([408, 429, 500, 502, 503, 504, 507])('tries again after %i', async (status) => {
    const sink = await sinkWith((_, count) => ({ status: count === 0 ? status : 200 }));
    const transport = transportTo(sink.url);
    transport.send([item(1)]);
    expect(await transport.flush(5000)).toBeUndefined();
    expect(revisions(sink)).toEqual([1]);
    expect(sink.requests).toHaveLength(2);
  });

  it('waits for the time in Retry-After', async () => {
    const sink = await sinkWith((_, count) =>
      count === 0 ? { status: 429, headers: { 'retry-after': '1' } } : { status: 200 },
    );
    const clock = createManualClock();
    const problems: string[] = [];
    const transport = transportTo(sink.url, { clock, onProblem: ({ code }) => problems.push(code) });
    transport.send([item(1)]);
    const flushed = transport.flush(5000);
    await vi.waitFor(() => expect(problems).toEqual(['unreachable']));
    await clock.advance(990);
    expect(sink.requests).toHaveLength(1);
    await clock.advance(20);
    expect(await flushed).toBeUndefined();
    expect(revisions(sink)).toEqual([1]);
  });

  it('halves a batch that is too large, and shortens a single item that is too large', async () => {
    const sink = await sinkWith(({ body }) => ({ status: body.length > 1500 ? 413 : 200 }));
    const transport = transportTo(sink.url);
    for (let revision = 0; revision < 20; revision++)
      transport.send([item(revision, revision === 7 ? 'x'.repeat(20_000) : '')]);
    expect(await transport.flush(5000)).toBeUndefined();
    expect(revisions(sink)).toEqual([...Array(20).keys()]);
    expect(sink.stored()[7]).toMatchObject({
      metadata: { note: expect.stringContaining('characters left out') },
    });
    expect(transport.stats()).toMatchObject({ accepted: 20, stored: 20, queued: 0, truncated: 1 });
  });

  it('drops an item that is too large without its values', async () => {
    const sink = await sinkWith(({ items }) => ({ status: items.length > 0 ? 413 : 200 }));
    const transport = transportTo(sink.url);
    transport.send([item(1, 'x')]);
    await transport.flush(5000);
    expect(transport.stats()).toMatchObject({ accepted: 1, stored: 0, dropped: { 'too-large': 1 } });
  });

  it('isolates the item for which a batch is refused', async () => {
    const sink = await sinkWith(({ body }) => ({ status: body.includes('poison') ? 400 : 200 }));
    const transport = transportTo(sink.url);
    for (let revision = 0; revision < 10; revision++)
      transport.send([item(revision, revision === 3 ? 'poison' : '')]);
    await transport.flush(5000);
    expect(revisions(sink)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
    expect(transport.stats().dropped.refused).toBe(1);
  });

  it('counts the items of a batch that the collector refused', async () => {
    const body = JSON.stringify({ refused: [{ index: 1, reason: 'kind: unknown' }] });
    const sink = await sinkWith(() => ({ status: 200, body }));
    const transport = transportTo(sink.url);
    for (const revision of [1, 2, 3]) transport.send([item(revision)]);
    await transport.flush(2000);
    expect(transport.stats()).toMatchObject({ accepted: 3, stored: 2, queued: 0, dropped: { refused: 1 } });
  });

  it('drops and counts items beyond the queue limit', async () => {
    const lost: string[] = [];
    const transport = transportTo(`http://127.0.0.1:${await freePort()}`, {
      maxQueuedItems: 2,
      onDrop: (reason) => lost.push(reason),
    });
    for (const revision of [1, 2, 3]) transport.send([item(revision)]);
    expect(lost).toEqual(['queue-full']);
    expect(transport.stats()).toMatchObject({ accepted: 3, queued: 2, dropped: { 'queue-full': 1 } });
    await transport.close(0);
  });

  it('does not follow a redirect, so that the key is not sent elsewhere', async () => {
    const elsewhere = await sinkWith();
    const sink = await sinkWith(() => ({
      status: 307,
      headers: { location: `${elsewhere.url}/api/sdk/batch` },
    }));
    const transport = transportTo(sink.url);
    transport.send([item(1)]);
    const problem = await transport.flush(500);
    expect(problem?.message).toContain('answered 307');
    expect(elsewhere.requests).toHaveLength(0);
    await transport.close(0);
  });
});

describe('flush()', () => {
  it.each([
    [401, 'unauthorized', 'SENTRIAL_API_KEY'],
    [403, 'unauthorized', 'SENTRIAL_API_KEY'],
    [404, 'refused', 'SENTRIAL_API_URL'],
  ])('says at once what to do about %i, and keeps the items', async (status, code, advice) => {
    const sink = await sinkWith(() => ({ status, body: '{"message":"no."}' }));
    const transport = transportTo(sink.url);
    transport.send([item(1)]);
    const problem = await transport.flush(10_000);
    expect(problem).toMatchObject({ code, message: expect.stringContaining(advice) });
    expect(transport.stats()).toMatchObject({ stored: 0, queued: 1 });
    await transport.close(0);
  });

  it('returns by its deadline when the collector does not answer', async () => {
    const sink = await sinkWith(() => undefined);
    const clock = createManualClock();
    const transport = transportTo(sink.url, { clock });
    transport.send([item(1)]);
    const flushed = transport.flush(200);
    await vi.waitFor(() => expect(sink.requests).toHaveLength(1));
    await clock.advance(200);
    expect(await flushed).toMatchObject({ code: 'unreachable' });
    await transport.close(0);
  });

  it('resolves at once when the queue is empty', async () => {
    const transport = transportTo(`http://127.0.0.1:${await freePort()}`);
    expect(await transport.flush(10_000)).toBeUndefined();
  });
});

describe('close()', () => {
  it('counts items that were not stored and items after close()', async () => {
    const transport = transportTo(`http://127.0.0.1:${await freePort()}`);
    transport.send([item(1)]);
    await transport.close(50);
    transport.send([item(2)]);
    expect(transport.stats()).toMatchObject({ accepted: 2, stored: 0, queued: 0, dropped: { closed: 2 } });
  });
});
