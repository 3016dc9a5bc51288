import { describe, expect, it } from 'vitest';
import { routes } from '../../../lib/collector/routes/index.ts';
import type { Store } from '../../../lib/store/index.ts';
import { openCollectorHarness } from '../../support/collector-harness.ts';
import { llmEvent, started } from '../../support/items.ts';

const harness = openCollectorHarness();

describe('the gate', () => {
  it.each(routes.filter(({ scope }) => scope !== 'public').map(({ method, path }) => [method, path]))(
    'keeps %s %s from everyone without a key, with a wrong one and with an expired one',
    async (method, path) => {
      for (const key of ['', 'wrong', 'expired']) {
        const { status, json } = await harness.ask(method, path, {
          key,
          ...(method === 'GET' ? {} : { body: {} }),
        });
        expect([status, json]).toEqual([
          401,
          { error: 'Unauthorized', message: 'Invalid or missing API key' },
        ]);
      }
    },
  );

  it('refuses queries from a key that may only write', async () => {
    expect(await harness.ask('GET', '/api/query/sessions', { key: 'ingest-only' })).toMatchObject({
      status: 403,
      json: { error: 'Forbidden' },
    });
  });

  it('answers 304 only within a project', async () => {
    const sessions = async (key: string, shown?: string) =>
      harness.ask('GET', '/api/query/sessions', {
        key,
        ...(shown === undefined ? {} : { headers: { 'if-none-match': shown } }),
      });
    const tag = (await sessions('key-1')).headers.get('etag') ?? '';
    expect((await sessions('key-1', tag)).status).toBe(304);
    expect((await sessions('key-2', tag)).status).toBe(200);
  });

  it('hides the data of other projects', async () => {
    await harness.store.write('p1', [started('s1', 1, { convoId: 'c1' }), llmEvent('e1', 's1')]);
    for (const path of ['sessions/s1', 'sessions/s1/events/e1', 'conversations/c1']) {
      expect((await harness.ask('GET', `/api/query/${path}`)).status).toBe(200);
      const other = await harness.ask('GET', `/api/query/${path}`, { key: 'key-2' });
      const nothing = await harness.ask('GET', `/api/query/${path.replaceAll('1', '9')}`, { key: 'key-2' });
      expect([other.status, other.text]).toEqual([404, nothing.text]);
    }
    expect(
      (await harness.ask('PATCH', '/api/sdk/sessions/s1', { key: 'key-2', body: { success: true } })).status,
    ).toBe(404);
    expect((await harness.ask('GET', '/api/query/sessions', { key: 'key-2' })).json.sessions).toEqual([]);
  });

  it.each([
    'evil.example',
    'evil.example:3001',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    'localhost:3001:80',
    'localhost, localhost',
    '',
    '0.0.0.0',
  ])('answers for no other host: %j', async (host) => {
    expect((await harness.ask('GET', '/health', { headers: { host } })).status).toBe(421);
  });

  it.each([
    'localhost',
    'localhost:3001',
    'LocalHost:80',
    '127.0.0.1:9',
    '[::1]:3001',
    'DESK.example',
    '[2001:db8::5]:3001',
  ])('answers for %s', async (host) => {
    harness.replace({ hosts: ['Desk.Example', '2001:DB8::5'] });
    expect((await harness.ask('GET', '/health', { headers: { host } })).status).toBe(200);
  });
});

describe('a request with the cookie of a browser', () => {
  const ask = async (headers: Record<string, string>) => {
    harness.replace({ project: 'p1' });
    const link = await harness.ask('GET', `/?token=${harness.collector.loginToken}`, { key: '' });
    const cookie = link.headers.get('set-cookie')?.split(';')[0] ?? '';
    return harness.ask('GET', '/api/query/sessions', { key: '', headers: { cookie, ...headers } });
  };

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://evil.example' },
    { origin: 'http://127.0.0.1:3002' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:3001', 'sec-fetch-site': 'same-site' },
  ])('of the page of another site is refused: %j', async (headers) => {
    expect(await ask(headers)).toMatchObject({ status: 403, json: { error: 'Forbidden' } });
  });

  it.each<Record<string, string>>([
    {},
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://127.0.0.1:3001', 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost:3001', host: 'LOCALHOST:3001' },
  ])('of its own pages is answered: %j', async (headers) => {
    expect((await ask(headers)).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each([
    ['/health', 200],
    ['/api/query/sessions', 200],
    ['/api/nope', 404],
    ['/api/query/sessions?limit=0', 400],
    ['/', 200],
  ])('keeps itself from pages of other sites: %s', async (path, status) => {
    const answer = await harness.ask('GET', path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});

describe('an internal error', () => {
  it('is answered without its reason, and the reason is logged', async () => {
    const errors: unknown[] = [];
    const broken: Store = Object.assign(harness.store, {
      listSessions: () => Promise.reject(new Error('secret path /x')),
    });
    harness.replace({ store: broken, onError: (error) => errors.push(error) });
    expect(await harness.ask('GET', '/api/query/sessions')).toMatchObject({
      status: 500,
      text: '{"error":"Server error","message":"Server error, please retry"}',
    });
    expect(errors).toHaveLength(1);
  });

  it('on a full disk is answered with a status that clients retry', async () => {
    const full: Store = Object.assign(harness.store, {
      write: () => Promise.reject(Object.assign(new Error('full'), { errcode: 13 })),
    });
    harness.replace({ store: full });
    const { status, headers } = await harness.ask('POST', '/api/sdk/batch', {
      body: { items: [started('s1', 1)] },
    });
    expect([status, headers.get('retry-after')]).toEqual([507, '30']);
  });
});

describe('a client that disconnects before its body has arrived', () => {
  it('is not reported as an internal error', async () => {
    const errors: unknown[] = [];
    harness.replace({ onError: (error) => errors.push(error) });
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { authorization: 'Bearer key-1', 'content-type': 'application/json' },
      body,
      duplex: 'half',
    };
    const response = await harness.collector.fetch(new Request('http://127.0.0.1:3001/api/sdk/batch', init));
    expect([response.status, errors]).toEqual([400, []]);
  });
});
