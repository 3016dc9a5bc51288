import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Asked, openCollectorHarness } from '../../support/collector-harness.ts';
import { llmEvent, started } from '../../support/items.ts';

const harness = openCollectorHarness();

/** A body packed with gzip; `end` cuts it. */
const packed = (body: string | Uint8Array, end?: number): Asked => ({
  raw: new Uint8Array(gzipSync(body).subarray(0, end)),
  headers: { 'content-encoding': 'gzip' },
});

/** Text that packs badly enough to pass for text. */
const randomText = (bytes: number): string =>
  Array.from({ length: bytes / 64 }, (_, at) => `${at}`.padEnd(64, '0123456789')).join('');

describe('POST /api/sdk/batch', () => {
  it('stores items, each once', async () => {
    const items = [started('s1', 1), llmEvent('e1', 's1')];
    expect((await harness.ask('POST', '/api/sdk/batch', { body: { items } })).json).toEqual({
      stored: 2,
      duplicates: 0,
      refused: [],
    });
    expect((await harness.ask('POST', '/api/sdk/batch', { body: { items } })).json).toMatchObject({
      stored: 0,
      duplicates: 2,
    });
    expect((await harness.ask('GET', '/api/query/sessions/s1')).json.events).toHaveLength(1);
  });

  it('returns the session in which a run began for one that continues it', async () => {
    const begun = [started('s1', 1, { runId: 'run-1', input: 'Hi' }), llmEvent('e1', 's1')];
    const ended = { status: 'completed', output: 'Ho', continuesRun: 'run-1' } as const;
    await harness.ask('POST', '/api/sdk/batch', { body: { items: begun } });
    await harness.ask('POST', '/api/sdk/batch', {
      body: { items: [started('s2', 2, ended), llmEvent('e2', 's2')] },
    });
    const { json } = await harness.ask('GET', '/api/query/sessions/s2');
    expect(json.session).toMatchObject({ id: 's1', status: 'completed', input: 'Hi', output: 'Ho' });
    expect(json.events).toMatchObject([{ id: 'e1' }, { id: 'e2' }]);
    expect((await harness.ask('GET', '/api/query/sessions/s2/events/e2')).status).toBe(200);
    expect((await harness.ask('PATCH', '/api/sdk/sessions/s2', { body: { success: true } })).status).toBe(
      200,
    );
  });

  it('refuses only the invalid item, with its index and the reason', async () => {
    const bad = { ...llmEvent('e2', 's1'), kind: 'nonsense' };
    const { json } = await harness.ask('POST', '/api/sdk/batch', {
      body: { items: [started('s1', 1), bad, 7, llmEvent('e1', 's1')] },
    });
    expect(json).toMatchObject({
      stored: 2,
      refused: [{ index: 1, reason: expect.stringContaining('kind') }, { index: 2 }],
    });
  });

  it.each(['inputTokens', 'cacheReadTokens', 'outputTokens', 'reasoningTokens'])(
    'refuses an event whose %s no model call can have',
    async (part) => {
      const usage = { inputTokens: 1, outputTokens: 1, [part]: Number.MAX_SAFE_INTEGER };
      const { json } = await harness.ask('POST', '/api/sdk/batch', {
        body: { items: [llmEvent('e1', 's1', { usage }), llmEvent('e2', 's1', { usage })] },
      });
      const reason = expect.stringMatching(new RegExp(`^usage.${part}: .*1000000000`));
      expect(json).toMatchObject({ stored: 0, refused: [{ reason }, { reason }] });
    },
  );

  it.each([
    ['id', started('\ud800', 1)],
    ['id', llmEvent('\udfff', 's1')],
    ['sessionId', llmEvent('e1', 'x\ud801')],
    ['parentEventId', llmEvent('e1', 's1', { parentEventId: '\ud800' })],
    ['set.parentSessionId', started('s1', 1, { parentSessionId: '\ud800' })],
    ['set.userId', started('s1', 1, { userId: '\ud800' })],
    ['set.convoId', started('s1', 1, { convoId: '\ud800' })],
    ['set.runId', started('s1', 1, { runId: '\ud800' })],
  ])('refuses an ill-formed text as %s, since another would be kept as the same', async (place, item) => {
    const { json } = await harness.ask('POST', '/api/sdk/batch', { body: { items: [item] } });
    expect(json.refused).toEqual([{ index: 0, reason: `${place}: is not well-formed text` }]);
  });

  it.each([
    ['id', started('..', 1)],
    ['id', llmEvent('.', 's1')],
    ['sessionId', llmEvent('e1', '..')],
    ['set.convoId', started('s1', 1, { convoId: '..' })],
  ])('refuses a text as %s that no address can hold', async (place, item) => {
    const { json } = await harness.ask('POST', '/api/sdk/batch', { body: { items: [item] } });
    expect(json.refused).toEqual([{ index: 0, reason: `${place}: cannot be part of an address` }]);
  });

  it.each(['...', '../..', '😀', 'a\0b', ' ', '%2e%2e', '\uFFFD'])(
    'keeps the session %j reachable',
    async (id) => {
      await harness.ask('POST', '/api/sdk/batch', { body: { items: [started(id, 1), started('a\0c', 1)] } });
      const { json } = await harness.ask('GET', `/api/query/sessions/${encodeURIComponent(id)}`);
      expect(json.session.id).toBe(id);
    },
  );

  it('refuses an absurdly long duration', async () => {
    const items = [llmEvent('e1', 's1', { durationMs: 9e15 }), started('s1', 1, { durationMs: 9e15 })];
    expect((await harness.ask('POST', '/api/sdk/batch', { body: { items } })).json.refused).toMatchObject([
      { reason: expect.stringMatching(/^durationMs: /) },
      { reason: expect.stringMatching(/^set.durationMs: /) },
    ]);
  });

  it('accepts a gzip-compressed body', async () => {
    const items = [started('s1', 1), llmEvent('e1', 's1')];
    const { json } = await harness.ask('POST', '/api/sdk/batch', packed(JSON.stringify({ items })));
    expect(json).toMatchObject({ stored: 2 });
  });

  it('stores the delivery report of a client within its own project', async () => {
    const dropped = { 'queue-full': 3, 'too-large': 0, refused: 0, closed: 0, corrupt: 0, failed: 0 };
    const counts = {
      accepted: 10,
      stored: 5,
      queued: 2,
      spooled: 0,
      recovered: 0,
      truncated: 1,
      withheld: 0,
    };
    const client = { id: 'c1', stats: { ...counts, dropped } };
    const first = { items: [started('s1', 1, { agentName: 'desk' })], client };
    const items = [started('s2', 1, { agentName: 'cashier' }), llmEvent('e1', 's2')];
    for (const body of [first, { items, client }]) await harness.ask('POST', '/api/sdk/batch', { body });
    const { json } = await harness.ask('GET', '/api/query/deliveries');
    expect(json.deliveries).toMatchObject([
      { clientId: 'c1', agents: ['cashier', 'desk'], arrived: 2, stats: { accepted: 10, dropped } },
    ]);
    expect((await harness.ask('GET', '/api/query/deliveries', { key: 'key-2' })).json.deliveries).toEqual([]);
  });

  it('stores the items of a client with an unreadable delivery report', async () => {
    const body = { items: [started('s1', 1)], client: { id: 7, stats: 'many' } };
    expect((await harness.ask('POST', '/api/sdk/batch', { body })).json).toMatchObject({ stored: 1 });
    expect((await harness.ask('GET', '/api/query/deliveries')).json.deliveries).toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'prototype', '__proto__.polluted'])(
    'takes the key %s for a key',
    async (key) => {
      const raw = JSON.stringify({ items: [started('s1', 1)] }).replace(
        '"set":{',
        `"metadata":{"${key}":{"polluted":1}},"set":{`,
      );
      expect((await harness.ask('POST', '/api/sdk/batch', { raw })).json).toMatchObject({ stored: 1 });
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      expect((await harness.ask('GET', '/api/query/sessions/s1')).text).toContain(`"${key}":{"polluted":1}`);
    },
  );
});

describe('a body', () => {
  const post = (asked: Asked) => harness.ask('POST', '/api/sdk/batch', asked);

  it.each([
    ['that is not JSON', { raw: '{' }, 400],
    ['that is empty', { raw: '' }, 400],
    ['that is not UTF-8', { raw: new Uint8Array([0x22, 0xff, 0x22]) }, 400],
    ['that begins with a byte order mark', { raw: '\uFEFF{}' }, 400],
    ['nested 101 levels deep', { raw: '['.repeat(101) + ']'.repeat(101) }, 400],
    ['that never ends its string', { raw: `"${'\\"'.repeat(10)}` }, 400],
    ['of another type', { raw: '{}', headers: { 'content-type': 'text/plain' } }, 415],
    ['that is packed with brotli', { raw: '{}', headers: { 'content-encoding': 'br' } }, 415],
    ['that is packed twice', { raw: '{}', headers: { 'content-encoding': 'gzip, gzip' } }, 415],
    ['that says it is gzip and is not', { raw: '{}', headers: { 'content-encoding': 'gzip' } }, 400],
    ['that is cut off within its gzip', { ...packed('{"items":[]}', -3) }, 400],
    ['that unpacks to 100 MB', { ...packed(Buffer.alloc(100_000_000, ' ')) }, 413],
    ['that unpacks to 21 MiB', { ...packed(randomText(21 * 1024 * 1024)) }, 413],
    ['of more than 8 MiB', { raw: `"${'x'.repeat(8 * 1024 * 1024)}"` }, 413],
    ['that is not an object', { raw: '[]' }, 400],
  ])('%s is refused', async (_, asked, status) => {
    expect(await post(asked)).toMatchObject({
      status,
      json: { error: expect.any(String), message: expect.any(String) },
    });
  });

  it('may contain brackets in its strings without counting as deep', async () => {
    const items = [started('s1', 1, { input: '[{'.repeat(500) })];
    expect((await post({ body: { items } })).json).toMatchObject({ stored: 1 });
  });
});

describe('GET /api/query/…', () => {
  it.each(['status=nope', 'limit=0', 'limit=201', 'cursor=%27', 'since=yesterday'])(
    'refuses ?%s',
    async (search) => {
      expect((await harness.ask('GET', `/api/query/sessions?${search}`)).status).toBe(400);
    },
  );

  it('finds a conversation whose id needs escaping', async () => {
    const convoId = 'a/b?c=[d]&é%2F';
    await harness.store.write('p1', [started('s1', 1, { convoId })]);
    const { json } = await harness.ask('GET', `/api/query/conversations/${encodeURIComponent(convoId)}`);
    expect(json).toMatchObject({ convoId, sessionCount: 1 });
  });
});
