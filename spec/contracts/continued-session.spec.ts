import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BatchItem } from '../../lib/model/index.ts';
import { openSqliteStore, type Store } from '../../lib/store/index.ts';
import { migrations } from '../../lib/store/sqlite/migrations/index.ts';
import { engines } from '../support/engines.ts';
import { llmEvent, patch, started, timeAt } from '../support/items.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The items of a suspended run, from the process that started it. */
const suspended = (): readonly BatchItem[] => [
  started('a', 1, { userId: 'ann', input: 'Refund me', runId: 'run-1' }),
  llmEvent('a1', 'a', { startedAt: timeAt(2), sequence: 0 }),
  patch('a', { reason: 'suspended' }, { metadata: { from: 'a', only: 'a' }, tags: ['a'] }),
];

/** The items of its end, from the process that resumed it. */
const resumed = (id = 'b'): readonly BatchItem[] => [
  started(id, 60, {
    name: 'resumed',
    userId: 'anonymous',
    convoId: 'c',
    parentSessionId: 'p',
    input: { approved: true },
    runId: 'run-1',
    continuesRun: 'run-1',
  }),
  llmEvent(`${id}1`, id, { startedAt: timeAt(61), sequence: 0 }),
  patch(
    id,
    { status: 'completed', reason: null, output: 'Done', endedAt: timeAt(63), durationMs: 3000 },
    { metadata: { from: id }, tags: [id] },
  ),
];

describe.each(engines)('a store on $engine', ({ open }) => {
  let store: Store;
  const p = 'project-1';

  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  const whole = {
    session: {
      id: 'a',
      name: 'desk',
      userId: 'ann',
      convoId: 'c',
      status: 'completed',
      startedAt: timeAt(1),
      endedAt: timeAt(63),
      durationMs: 62_000,
      input: 'Refund me',
      output: 'Done',
      metadata: { from: 'b', only: 'a' },
      tags: ['a', 'b'],
      runId: 'run-1',
      eventCount: 2,
      totals: { promptTokens: 240, completionTokens: 20, costPico: '2000000' },
    },
    events: [{ id: 'a1' }, { id: 'b1' }],
  };

  const expectOne = async () => {
    expect(await store.getSession(p, 'a')).toMatchObject(whole);
    expect((await store.getSession(p, 'a'))?.session).not.toHaveProperty('reason', 'suspended');
    expect((await store.getSession(p, 'a'))?.session.parentSessionId).toBeUndefined();
    expect(await store.getSession(p, 'b')).toEqual(await store.getSession(p, 'a'));
    expect((await store.listSessions(p, {}, {})).sessions.map(({ id }) => id)).toEqual(['a']);
    expect(await store.getOverview(p, {})).toMatchObject({ sessionCount: 1, meanDurationMs: 62_000 });
  };

  it('makes one session of a run that another process resumes', async () => {
    await store.write(p, suspended());
    await store.write(p, resumed());
    await expectOne();
    expect(await store.hasSession(p, 'b')).toBe(true);
    expect(await store.getEvent(p, 'b', 'a1')).toMatchObject({ output: { text: 'Sunny.' } });
    expect(await store.getEvent(p, 'a', 'b1')).toMatchObject({ output: { text: 'Sunny.' } });
  });

  it('makes one session of items that arrive in one batch', async () => {
    await store.write(p, [...suspended(), ...resumed()]);
    await expectOne();
  });

  it('makes one session of items that arrive one by one or twice', async () => {
    const items = [...suspended(), ...resumed()];
    for (const item of items) await store.write(p, [item]);
    expect(await store.write(p, items)).toEqual({ stored: 0, duplicates: items.length });
    await expectOne();
  });

  it('makes one session when the linking patch arrives last', async () => {
    await store.write(p, suspended());
    const [start, ...rest] = resumed();
    await store.write(p, rest);
    expect((await store.getSession(p, 'b'))?.session.id).toBe('b');
    await store.write(p, [start as BatchItem]);
    await expectOne();
  });

  it('makes one session when its beginning arrives last', async () => {
    const [begin, rest] = [suspended(), resumed()];
    await store.write(p, rest);
    await store.write(p, begin);
    await expectOne();
  });

  it('makes the same session from items in any order and any batches', async () => {
    const again = (): readonly BatchItem[] => [
      patch('b', { reason: 'suspended' }),
      ...resumed('c').map((item) => (item.type === 'event' ? { ...item, sequence: 9 } : item)),
    ];
    const begin = suspended();
    const items = [...begin, ...resumed('b').slice(0, 2), ...again()];
    const viewOf = async (batches: readonly (readonly BatchItem[])[]) => {
      const fresh = open();
      for (const batch of batches) await fresh.write(p, batch);
      const view = await fresh.getSession(p, 'a');
      const ids = (await fresh.listSessions(p, {}, {})).sessions.map(({ id }) => id);
      await fresh.close();
      return { ...view, events: view?.events.map(({ id }) => id).sort(), ids };
    };
    const expected = await viewOf([items]);
    expect(expected).toMatchObject({ ids: ['a'], session: { status: 'completed', eventCount: 3 } });
    const orders = fc.shuffledSubarray([...items], { minLength: items.length });
    await fc.assert(
      fc.asyncProperty(orders, fc.integer({ min: 1, max: items.length }), async (order, size) => {
        const batches = Array.from({ length: Math.ceil(order.length / size) }, (_, at) =>
          order.slice(at * size, (at + 1) * size),
        );
        expect(await viewOf([...batches, ...batches.slice(0, 1)])).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('shows it as running while it is resumed', async () => {
    const interrupted = { reason: 'interrupted', endedAt: timeAt(5), durationMs: 4000 } as const;
    await store.write(p, [...suspended(), patch('a', { status: 'failed', ...interrupted })]);
    await store.write(p, resumed().slice(0, 1));
    const session = (await store.getSession(p, 'a'))?.session;
    expect(session).toMatchObject({ status: 'running', startedAt: timeAt(1) });
    expect([session?.reason, session?.endedAt, session?.durationMs]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('applies later changes by the resumed process', async () => {
    await store.write(p, [...suspended(), ...resumed()]);
    await store.write(p, [patch('b', { userId: 'bob', success: true })]);
    expect((await store.getSession(p, 'a'))?.session).toMatchObject({ userId: 'bob', success: true });
  });

  it('continues a run that is resumed repeatedly', async () => {
    await store.write(p, suspended());
    await store.write(p, resumed('b'));
    await store.write(p, resumed('c'));
    for (const id of ['b', 'c']) {
      const view = await store.getSession(p, id);
      expect(view?.session).toMatchObject({ id: 'a', tags: ['a', 'b', 'c'], eventCount: 3 });
    }
  });

  it('keeps the data of a continuing session when its beginning becomes known', async () => {
    await store.write(p, resumed('b'));
    await store.write(p, resumed('c'));
    expect((await store.getSession(p, 'c'))?.session.id).toBe('b');
    await store.write(p, suspended());
    const view = await store.getSession(p, 'c');
    expect(view?.session).toMatchObject({
      id: 'a',
      input: 'Refund me',
      startedAt: timeAt(1),
      output: 'Done',
    });
    expect(view?.events.map(({ id }) => id)).toEqual(['a1', 'b1', 'c1']);
  });

  it('keeps a session whose run did not start here', async () => {
    await store.write('project-2', suspended());
    await store.write(p, resumed());
    expect((await store.getSession(p, 'b'))?.session).toMatchObject({
      id: 'b',
      input: { approved: true },
      durationMs: 3000,
      continuesRun: 'run-1',
    });
    await store.write(p, [patch('b', { continuesRun: 'run-1' })]);
    expect((await store.getSession(p, 'b'))?.session.id).toBe('b');
  });
});

describe('openSqliteStore()', () => {
  it('finds the runs of a database of the first version', async () => {
    const path = join(tempDir(), 'old.db');
    const db = new DatabaseSync(path);
    db.exec(`${migrations[0]} PRAGMA user_version = 1;`);
    const [start] = suspended();
    const { set } = start as { readonly set: object };
    db.prepare(
      `INSERT INTO sessions (project, id, name, agent_name, user_id, status, started_ms, state, sums, prompt_tokens,
         completion_tokens, cost_pico, unpriced_calls, redaction, received_ms)
       VALUES ('p', 'a', 'desk', 'desk', 'ann', 'running', 0, ?, ?, 0, 0, 0, 0, ?, 0)`,
    ).run(
      JSON.stringify({ fields: set, metadata: {}, tags: [], customMetrics: {}, revisions: { startedAt: 1 } }),
      JSON.stringify({
        eventCount: 0,
        promptTokens: 0,
        completionTokens: 0,
        costPico: '0',
        unpricedCalls: 0,
      }),
      JSON.stringify({ policies: [], scanned: 0, redacted: 0, withheld: 0 }),
    );
    db.close();
    const store = openSqliteStore(path);
    await store.write('p', resumed());
    expect((await store.getSession('p', 'b'))?.session).toMatchObject({ id: 'a', output: 'Done' });
    await store.close();
  });
});
