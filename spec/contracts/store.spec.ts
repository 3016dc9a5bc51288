import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../lib/model/index.ts';
import type { Store } from '../../lib/store/index.ts';
import { engines } from '../support/engines.ts';
import { llmEvent, patch, started, timeAt } from '../support/items.ts';

describe.each(engines)('a store on $engine', ({ open }) => {
  let store: Store;
  const p = 'project-1';

  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  const ids = async (filter = {}, page = {}) =>
    (await store.listSessions(p, filter, page)).sessions.map(({ id }) => id);

  it('returns a session unchanged', async () => {
    await store.write(p, [
      started('s1', 1, { convoId: 'c', input: 'Hi', runId: 'run-1', sdk: { name: 'n', version: '1' } }),
      patch('s1', {
        status: 'completed',
        reason: null,
        output: { text: 'Ho' },
        durationMs: 12.5,
        endedAt: timeAt(2),
      }),
      patch('s1', {}, { metadata: { a: { b: [1] } }, tags: ['x'], customMetrics: { stars: 5 } }),
    ]);
    expect((await store.getSession(p, 's1'))?.session).toMatchObject({
      id: 's1',
      agentName: 'desk',
      userId: 'u',
      convoId: 'c',
      status: 'completed',
      startedAt: timeAt(1),
      endedAt: timeAt(2),
      durationMs: 12.5,
      input: 'Hi',
      output: { text: 'Ho' },
      inputPreview: 'Hi',
      outputPreview: 'Ho',
      metadata: { a: { b: [1] } },
      tags: ['x'],
      customMetrics: { stars: 5 },
      runId: 'run-1',
    });
  });

  it('returns events in the order in which they began, with their values on request', async () => {
    const events: readonly SessionEvent[] = [
      llmEvent('e3', 's1', { startedAt: timeAt(3) }),
      llmEvent('e1', 's1', { startedAt: timeAt(1) }),
      llmEvent('e2', 's1', { startedAt: timeAt(2), parentEventId: 'e1', metadata: { handedTo: 'client' } }),
    ];
    await store.write(p, [started('s1', 0), ...events]);
    const view = await store.getSession(p, 's1');
    expect(view?.events.map(({ id }) => id)).toEqual(['e1', 'e2', 'e3']);
    expect(view?.events[1]).toMatchObject({
      parentEventId: 'e1',
      handedTo: 'client',
      outputPreview: 'Sunny.',
    });
    expect(view?.events[1]).not.toHaveProperty('input');
    expect(await store.getEvent(p, 's1', 'e1')).toMatchObject({
      input: { messages: [{ role: 'user', content: 'What is the weather?' }] },
      output: { text: 'Sunny.' },
      inputPreview: 'What is the weather?',
    });
  });

  it('stores a repeated item once, and reports it as a duplicate', async () => {
    const items = [started('s1', 1), llmEvent('e1', 's1'), patch('s1', { status: 'completed' })];
    expect(await store.write(p, items)).toEqual({ stored: 3, duplicates: 0 });
    expect(await store.write(p, items)).toEqual({ stored: 0, duplicates: 3 });
    const view = await store.getSession(p, 's1');
    expect(view?.session).toMatchObject({
      eventCount: 1,
      totals: { promptTokens: 120, costPico: '1000000' },
    });
  });

  it('makes the same session from items in any order', async () => {
    const end = patch('s1', { status: 'completed', output: 'done' });
    const start = { ...started('s1', 1), revision: 0 };
    await store.write(p, [llmEvent('e1', 's1')]);
    expect((await store.getSession(p, 's1'))?.session).toMatchObject({ status: 'running', eventCount: 1 });
    await store.write(p, [end]);
    await store.write(p, [start]);
    expect((await store.getSession(p, 's1'))?.session).toMatchObject({
      status: 'completed',
      output: 'done',
      agentName: 'desk',
      startedAt: timeAt(1),
      eventCount: 1,
    });
  });

  it('adds up tokens, costs, unpriced calls, errors and redactions over the events', async () => {
    const redaction = { policy: 'p1', scanned: 3, redacted: 2, withheld: 1 };
    await store.write(p, [
      started('s1', 1),
      llmEvent('e1', 's1', {
        redaction: { ...redaction, collector: { policy: 'p2', scanned: 3, redacted: 1, withheld: 0 } },
      }),
      llmEvent('e2', 's1', {
        cost: { status: 'unpriced', reason: 'unknown-model', modelId: 'm' },
        redaction,
      }),
      llmEvent('e3', 's1', { usage: undefined, cost: undefined }),
      llmEvent('e4', 's1', { kind: 'tool', status: 'error', usage: undefined, cost: undefined }),
    ]);
    expect((await store.getSession(p, 's1'))?.session).toMatchObject({
      eventCount: 4,
      llmCount: 3,
      toolCount: 1,
      errorCount: 1,
      totals: { promptTokens: 240, completionTokens: 20, costPico: '1000000', unpricedCalls: 2 },
      redaction: {
        policies: ['p1'],
        scanned: 6,
        redacted: 4,
        withheld: 2,
        collector: { policies: ['p2'], scanned: 3, redacted: 1, withheld: 0 },
      },
    });
  });

  it('adds up costs exactly beyond what a number holds', async () => {
    const totalPico = Number.MAX_SAFE_INTEGER;
    const cost = { status: 'priced', totalPico, parts: {}, modelId: 'm', source: 's' } as const;
    await store.write(p, [
      llmEvent('e1', 's1', { cost }),
      llmEvent('e2', 's1', { cost }),
      llmEvent('e3', 's2', { cost }),
    ]);
    expect((await store.getSession(p, 's1'))?.session.totals.costPico).toBe('18014398509481982');
    expect((await store.getOverview(p, {})).totals.costPico).toBe('27021597764222973');
  });

  it('shows the totals that a client reported when events carry none', async () => {
    await store.write(p, [
      started('s1', 1),
      patch('s1', { reportedCostUsd: 0.25, reportedTokens: { prompt: 7 } }),
      llmEvent('e1', 's1', { usage: undefined, cost: undefined }),
    ]);
    expect((await store.getOverview(p, {})).totals).toMatchObject({
      costPico: '250000000000',
      promptTokens: 7,
      unpricedCalls: 0,
    });
  });

  it('lists sessions newest first, page by page, each once', async () => {
    const all = Array.from({ length: 25 }, (_, at) => `s${String(at).padStart(2, '0')}`);
    // Half of them start in the same second.
    await store.write(
      p,
      all.map((id, at) => started(id, at < 12 ? 1 : at)),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.listSessions(p, {}, { limit: 4, ...(cursor ? { cursor } : {}) });
      seen.push(...page.sessions.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([...all].reverse());
  });

  it('lists by agent, status, user, conversation and time', async () => {
    await store.write(p, [
      started('s1', 1, { agentName: 'a', userId: 'u1', convoId: 'c1' }),
      started('s2', 2, { agentName: 'b', userId: 'u1', status: 'failed' }),
      started('s3', 3, { agentName: 'a', userId: 'u2', convoId: 'c1' }),
    ]);
    expect(await ids({ agentName: 'a' })).toEqual(['s3', 's1']);
    expect(await ids({ status: 'failed' })).toEqual(['s2']);
    expect(await ids({ userId: 'u1', agentName: 'b' })).toEqual(['s2']);
    expect(await ids({ convoId: 'c1' })).toEqual(['s3', 's1']);
    expect(await ids({ since: timeAt(2) })).toEqual(['s3', 's2']);
    expect(await ids({ agentName: "a' OR 1=1 --" })).toEqual([]);
  });

  it('lists the sessions of a conversation, oldest first, with their totals', async () => {
    await store.write(p, [
      started('s2', 2, { convoId: 'c1' }),
      started('s1', 1, { convoId: 'c1', input: 'first' }),
      started('s3', 3, { convoId: 'other' }),
      llmEvent('e1', 's1'),
      llmEvent('e2', 's2'),
    ]);
    expect(await store.getConversation(p, 'c1')).toMatchObject({
      convoId: 'c1',
      sessionCount: 2,
      sessions: [{ id: 's1', input: 'first' }, { id: 's2' }],
      totals: { promptTokens: 240, costPico: '2000000' },
    });
    expect(await store.getConversation(p, 'nothing')).toBeUndefined();
  });

  it('sums the sessions of a filter, and names all agents', async () => {
    await store.write(p, [
      started('s1', 1, { agentName: 'a', status: 'failed', durationMs: 10 }),
      started('s2', 2, { agentName: 'b', status: 'completed', durationMs: 30 }),
      started('s3', 3, { agentName: 'b' }),
    ]);
    expect(await store.getOverview(p, {})).toMatchObject({
      sessionCount: 3,
      failedCount: 1,
      runningCount: 1,
      meanDurationMs: 20,
      agents: ['a', 'b'],
    });
    expect(await store.getOverview(p, { agentName: 'a' })).toMatchObject({
      sessionCount: 1,
      agents: ['a', 'b'],
    });
  });

  it('keeps projects apart, even when their ids are equal', async () => {
    await store.write('p1', [started('same', 1, { userId: 'one', convoId: 'c' }), llmEvent('e', 'same')]);
    await store.write('p2', [
      started('same', 1, { userId: 'two' }),
      llmEvent('e', 'same', { name: 'other' }),
    ]);
    expect((await store.getSession('p1', 'same'))?.session.userId).toBe('one');
    expect((await store.getSession('p2', 'same'))?.events).toMatchObject([{ name: 'other' }]);
    expect(await store.getConversation('p2', 'c')).toBeUndefined();
    expect(await store.hasSession('p3', 'same')).toBe(false);
    expect(await store.getEvent('p3', 'same', 'e')).toBeUndefined();
  });

  it('finds a key by its digest', async () => {
    const key = {
      digest: 'd1',
      project: p,
      scopes: ['ingest', 'read'],
      label: 'local',
      expiresMs: 5,
    } as const;
    await store.putKey(key);
    await store.putKey({ ...key, label: 'again' });
    expect(await store.findKey('d1')).toEqual({ ...key, label: 'again' });
    expect(await store.findKey('d2')).toBeUndefined();
  });

  it('replaces keys of some labels, with the browser sessions that one of them may have opened', async () => {
    const key = (digest: string, label: string, expiresMs?: number) =>
      ({ digest, project: p, scopes: ['read'], label, ...(expiresMs ? { expiresMs } : {}) }) as const;
    const kept = async () => {
      const digests = ['k1', 'k2', 'other', 'tab', 'old'];
      const found = await Promise.all(digests.map((digest) => store.findKey(digest)));
      return found.flatMap((each) => (each ? [each.digest] : []));
    };
    await store.replaceKeys(['local', 'environment'], [key('k1', 'local'), key('k2', 'environment')]);
    const beside = [key('other', 'other'), key('tab', 'browser'), key('old', 'browser', 5)];
    for (const each of beside) await store.putKey(each);
    await store.replaceKeys(['local', 'environment'], [key('k1', 'local'), key('k2', 'environment')]);
    expect(await kept()).toEqual(['k1', 'k2', 'other', 'tab']);
    await store.replaceKeys(['local', 'environment'], [key('k1', 'local')]);
    expect(await kept()).toEqual(['k1', 'other']);
  });

  it('keeps one redaction policy for each project, numbered', async () => {
    expect(await store.getPolicy(p)).toBeUndefined();
    expect(await store.putPolicy(p, { mode: 'hash' })).toEqual({
      version: 1,
      changedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      body: { mode: 'hash' },
    });
    expect(await store.putPolicy(p, { mode: 'remove' })).toMatchObject({ version: 2 });
    expect(await store.getPolicy(p)).toMatchObject({ version: 2, body: { mode: 'remove' } });
    expect(await store.getPolicy('other')).toBeUndefined();
  });

  it('commits simultaneous writes together, and fails one without the others', async () => {
    const bad = { ...llmEvent('bad', 's1'), startedAt: 'no time at all' };
    const results = await Promise.allSettled([
      store.write(p, [started('s1', 1)]),
      store.write(p, [bad]),
      store.write(p, [llmEvent('e1', 's1')]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.getSession(p, 's1'))?.events).toHaveLength(1);
  });
});
