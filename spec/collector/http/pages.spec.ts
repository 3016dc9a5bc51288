import { describe, expect, it } from 'vitest';
import { openCollectorHarness } from '../../support/collector-harness.ts';

const harness = openCollectorHarness();

describe('the dashboard', () => {
  it.each(['/', '/sessions/sess_1', '/conversations/a%2Fb', '/conversations/a.b'])(
    'has its page at %s',
    async (path) => {
      const { status, headers, text } = await harness.ask('GET', path, { key: '' });
      expect([status, text]).toEqual([200, '<!doctype html><title>page</title>']);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('serves built files with a permanent cache time, and no other files', async () => {
    const { headers } = await harness.ask('GET', '/assets/app-1.js', { key: '' });
    expect(headers.get('cache-control')).toContain('immutable');
    for (const path of [
      '/assets/other.js',
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/api/nope',
    ]) {
      const { text } = await harness.ask('GET', path, { key: '' });
      expect(text).not.toContain('"dependencies"');
    }
  });

  it('explains how to build the dashboard when it was not built', async () => {
    harness.replace({ assets: new Map() });
    expect(await harness.ask('GET', '/', { key: '' })).toMatchObject({
      status: 503,
      text: expect.stringContaining('npm run build'),
    });
    for (const path of ['/api', '/api/nope'])
      expect(await harness.ask('GET', path)).toMatchObject({ status: 404, json: { error: 'Not found' } });
  });

  it('logs a browser in by the printed link, and removes the secret from the URL', async () => {
    const { status, headers } = await harness.ask(
      'GET',
      `/sessions/s1?event=e1&token=${harness.collector.loginToken}`,
      {
        key: '',
      },
    );
    expect([status, headers.get('location')]).toEqual([303, '/sessions/s1?event=e1']);
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sentrial_3001=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    harness.replace({ project: 'p1' });
    const asked = { key: '', headers: { cookie: `other=1; ${cookie.split(';')[0]}` } };
    expect((await harness.ask('GET', '/api/query/sessions', asked)).status).toBe(200);
    expect((await harness.ask('POST', '/api/sdk/batch', { ...asked, body: { items: [] } })).status).toBe(403);
  });

  it('rejects a wrong link, and marks the URL of the page', async () => {
    const { status, headers } = await harness.ask('GET', '/sessions/s1?event=e1&token=wrong', { key: '' });
    expect([status, headers.get('set-cookie')]).toEqual([303, null]);
    expect(headers.get('location')).toBe('/sessions/s1?event=e1#stale-link');
  });

  it.each(['//evil.example/', '///evil.example/a', '/\\\\evil.example/', '//evil.example\\@x/'])(
    'never redirects to another site for the link %s',
    async (path) => {
      const { status, headers } = await harness.ask('GET', `${path}?token=wrong`, { key: '' });
      expect([status, headers.get('location')]).toEqual([303, expect.stringMatching(/^\/evil\.example/)]);
    },
  );

  it('logs a browser in by an API key, only from its own pages', async () => {
    const body = { apiKey: 'key-1' };
    const { status, headers } = await harness.ask('POST', '/api/login', { key: '', body });
    expect([status, headers.get('set-cookie')]).toEqual([204, expect.stringContaining('HttpOnly')]);
    expect((await harness.ask('POST', '/api/login', { key: '', body: { apiKey: 'wrong' } })).status).toBe(
      401,
    );
    expect(
      (await harness.ask('POST', '/api/login', { key: '', body: { apiKey: 'ingest-only' } })).status,
    ).toBe(403);
    const foreign = { key: '', body, headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await harness.ask('POST', '/api/login', foreign)).status).toBe(403);
  });
});
