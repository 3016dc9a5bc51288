import { createQueryClient } from '@sentrial/mastra/query';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';
import { llmEvent, patch, started } from '../support/items.ts';

/** A client that keeps answers, and the status of each answer that came for it. */
function listening(url: string, keepAnswers?: number) {
  const statuses: number[] = [];
  const fetch: typeof globalThis.fetch = async (...args) => {
    const response = await globalThis.fetch(...args);
    statuses.push(response.status);
    return response;
  };
  const options = keepAnswers === undefined ? {} : { keepAnswers };
  return { ask: createQueryClient({ url, apiKey: specKey, fetch, ...options }), statuses };
}

describe('a repeated query', () => {
  let collector: SpecCollector;
  beforeAll(async () => {
    collector = await startSpecCollector();
    await collector.keep([started('s1', 1, { convoId: 'c1' }), llmEvent('e1', 's1'), started('s2', 2)]);
  });
  afterAll(() => collector.close());

  it.each([
    ['a session', (ask: SpecCollector['ask']) => ask.session('s1')],
    ['the sessions of a filter', (ask: SpecCollector['ask']) => ask.sessions({ agentName: 'desk' })],
    ['a conversation', (ask: SpecCollector['ask']) => ask.conversation('c1')],
    ['an overview', (ask: SpecCollector['ask']) => ask.overview()],
  ])('is not sent again while nothing was written: %s', async (_, question) => {
    const { ask, statuses } = listening(collector.url, 2);
    const first = await question(ask);
    expect(await question(ask)).toBe(first);
    await collector.keep([patch('s1', {}, { metadata: { [`at-${Math.random()}`]: 1 } })]);
    const second = await question(ask);
    expect(second).not.toBe(first);
    expect(await question(ask)).toBe(second);
    expect(statuses).toEqual([200, 304, 200, 304]);
  });

  it('is sent again and returns its own copy when no answers are cached', async () => {
    const { ask, statuses } = listening(collector.url);
    const first = await ask.session('s1');
    expect(await ask.session('s1')).not.toBe(first);
    expect(statuses).toEqual([200, 200]);
  });

  it('is sent again after its answer left the cache', async () => {
    const { ask, statuses } = listening(collector.url, 1);
    for (const id of ['s1', 's2', 's1', 's1']) await ask.session(id);
    expect(statuses).toEqual([200, 200, 200, 304]);
  });

  it('is refused without a key, even with a known ETag', async () => {
    const address = `${collector.url}/api/query/sessions/s1`;
    const headers = { authorization: `Bearer ${specKey}` };
    const tag = (await fetch(address, { headers })).headers.get('etag') ?? '';
    const again = await fetch(address, { headers: { ...headers, 'if-none-match': `"other", ${tag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await fetch(address, { headers: { 'if-none-match': tag } })).status).toBe(401);
    const missing = await fetch(`${collector.url}/api/query/sessions/none`, { headers });
    expect([missing.status, missing.headers.get('etag')]).toEqual([404, null]);
  });
});
