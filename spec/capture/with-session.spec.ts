import { EventEmitter } from 'node:events';
import { Agent } from '@mastra/core/agent';
import {
  bindSession,
  currentSession,
  exportContext,
  instrumentAgent,
  trace,
  withSession,
} from '@sentrial/mastra';
import { describe, expect, it, vi } from 'vitest';
import { recordToSink } from '../support/recorded.ts';
import { scriptedModel } from '../support/scripted-model.ts';

const recorded = recordToSink();
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('withSession()', () => {
  it('ends with the run of an agent whose stream it returns', async () => {
    const model = scriptedModel([{ text: 'the answer' }]);
    const agent = instrumentAgent(new Agent({ id: 'a', name: 'a', instructions: 'Answer.', model }));
    const ask = trace(async () => agent.stream('Go'), { name: 'ask' });
    for (const stream of [await withSession({ name: 'chat' }, () => agent.stream('Go')), await ask()]) {
      for await (const _ of stream.textStream) await sleep(1);
    }
    await vi.waitFor(async () => {
      const { sessions, events } = await recorded();
      expect(sessions).toMatchObject([
        { name: 'chat', status: 'completed', output: 'the answer' },
        { name: 'ask', status: 'completed', output: 'the answer' },
      ]);
      expect(events.filter(({ late }) => late)).toEqual([]);
    });
  });

  it('records a session around the callback, and returns its result', async () => {
    const answer = await withSession(
      { name: 'nightly', userId: 'user-1', convoId: 'c', metadata: { a: 1 }, tags: ['t'], input: { day: 1 } },
      async () => {
        await sleep(5);
        return { rows: 3 };
      },
    );
    const { sessions } = await recorded();
    expect(answer).toEqual({ rows: 3 });
    expect(sessions).toMatchObject([
      {
        name: 'nightly',
        agentName: 'nightly',
        status: 'completed',
        userId: 'user-1',
        convoId: 'c',
        input: { day: 1 },
        output: { rows: 3 },
        metadata: { a: 1 },
        tags: ['t'],
      },
    ]);
  });

  it.each([
    ['an address', 'jane.roe@corporation.com'],
    ['a number', '536-90-4399'],
    ['a number in groups', '4111 1111 1111 1111'],
  ])('shows no part of %s where it cuts a name, a tag or a key', async (_, personal) => {
    const cutIn = (chars: number) => `${'x'.repeat(chars - 8)} ${personal}`;
    withSession({ name: cutIn(512), tags: [cutIn(512)], input: { [cutIn(256)]: 1 } }, () => undefined);
    const { sessions } = await recorded();
    expect(sessions).toHaveLength(1);
    expect(JSON.stringify(sessions)).not.toContain(personal.slice(0, 4));
  });

  it.each(['.', '..'])('gives a conversation called %s a name that an address can hold', async (convoId) => {
    withSession({ name: 'given', convoId }, () => undefined);
    withSession({ name: 'nested' }, () => currentSession().setConversation(convoId));
    const { sessions } = await recorded();
    expect(sessions.map((session) => session.convoId)).toEqual([
      `conversation ${convoId}`,
      `conversation ${convoId}`,
    ]);
  });

  it('stays synchronous with a synchronous function', async () => {
    expect(withSession({ name: 'sync' }, () => 7)).toBe(7);
    expect((await recorded()).sessions).toMatchObject([{ name: 'sync', status: 'completed', output: 7 }]);
  });

  it.each([
    [
      'throws',
      () =>
        withSession({ name: 'x' }, () => {
          throw new RangeError('too far');
        }),
    ],
    [
      'rejects',
      () =>
        withSession({ name: 'x' }, async () => {
          throw new RangeError('too far');
        }),
    ],
  ])('fails with what its function %s, and passes the same value on', async (_, act) => {
    await expect((async () => act())()).rejects.toThrow(RangeError);
    expect((await recorded()).sessions).toMatchObject([
      { status: 'failed', reason: 'error', failure: { type: 'RangeError', message: 'too far' } },
    ]);
  });

  it('joins the current session as a step, or opens a child session', async () => {
    await withSession({ name: 'outer' }, async () => {
      await withSession({ name: 'part', userId: 'learnt-here' }, async () =>
        currentSession().setMetadata({ p: 1 }),
      );
      await withSession({ name: 'own', ifNested: 'new' }, async () => currentSession().setMetadata({ o: 1 }));
    });
    const { sessions, events } = await recorded();
    const [outer, own] = sessions;
    expect(outer).toMatchObject({ name: 'outer', userId: 'learnt-here', metadata: { p: 1 } });
    expect(own).toMatchObject({ name: 'own', parentSessionId: outer?.id, metadata: { o: 1 } });
    expect(events).toMatchObject([{ kind: 'function', name: 'part', sessionId: outer?.id }]);
  });

  it('ends when the stream that its function returned has been read, whose code runs inside of it', async () => {
    const ids: string[] = [];
    async function* parts() {
      ids.push(currentSession().id);
      yield 'a';
      ids.push(currentSession().id);
      yield 'b';
    }
    const stream = withSession({ name: 'streaming' }, () => parts());
    expect((await recorded()).sessions).toMatchObject([{ status: 'running' }]);
    for await (const _ of stream) expect(currentSession().id).toBe('');
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([{ status: 'completed', output: ['a', 'b'] }]);
    expect(ids).toEqual([sessions[0]?.id, sessions[0]?.id]);
  });

  it('records changes after the session has ended and was sent', async () => {
    const handle = await withSession({ name: 'early' }, async () => currentSession());
    await recorded();
    handle.setMetadata({ late: true });
    handle.setUser('known-later');
    handle.score('rating', 4);
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([
      { status: 'completed', userId: 'known-later', metadata: { late: true }, metrics: { rating: 4 } },
    ]);
  });

  it('marks steps that end after it as late, and keeps them in the session', async () => {
    const slow = trace(async function slow() {
      await sleep(20);
    });
    let pending: Promise<void> | undefined;
    await withSession({ name: 'first' }, async () => {
      pending = slow();
    });
    await withSession({ name: 'second' }, () => pending);
    const { sessions, events } = await recorded();
    expect(events).toMatchObject([{ name: 'slow', late: true, sessionId: sessions[0]?.id }]);
  });

  it('explains the arguments when no function is given', () => {
    expect(() => withSession({ name: 'x' } as never)).toThrow('withSession({ … }, () => { … })');
  });

  it('shares its session with an instrumented agent inside of it', async () => {
    const agent = { name: 'inner', generate: async () => ({ text: 'hi' }), stream: async () => ({}) };
    await withSession({ name: 'outer' }, () => instrumentAgent(agent).generate());
    const { sessions, events } = await recorded();
    expect(sessions).toHaveLength(1);
    expect(events).toMatchObject([{ kind: 'agent', name: 'inner', output: 'hi' }]);
  });
});

describe('the handle of currentSession()', () => {
  it('records log lines, decisions, changes of state and errors below the step around it', async () => {
    const work = trace(function work() {
      const { log, decision, stateChange, error } = currentSession();
      log('loaded', { rows: 2 });
      decision('route', { to: 'billing' });
      stateChange('cart', { before: 1, after: 2 });
      error(new TypeError('ignored'));
    });
    withSession({ name: 'handle' }, () => work());
    const { events } = await recorded();
    const parent = events.find(({ name }) => name === 'work')?.id;
    expect(events.filter(({ name }) => name !== 'work')).toMatchObject([
      { kind: 'log', name: 'loaded', input: { rows: 2 }, parentEventId: parent },
      { kind: 'decision', name: 'route', input: { to: 'billing' }, parentEventId: parent },
      { kind: 'state', name: 'cart', input: 1, output: 2, parentEventId: parent },
      { kind: 'error', status: 'error', error: { type: 'TypeError' }, parentEventId: parent },
    ]);
  });
});

describe('carrying a session', () => {
  it('bindSession() calls a listener in the session in which it was bound, from any caller', async () => {
    const emitter = new EventEmitter();
    const ids: string[] = [];
    const listen = () => ids.push(currentSession().id);
    const bound = withSession({ name: 'binder' }, () => {
      emitter.on('event', bindSession(listen));
      return currentSession().id;
    });
    withSession({ name: 'caller' }, () => emitter.emit('event'));
    expect(ids).toEqual([bound]);
  });

  it('bindSession() outside of any session keeps its function outside', () => {
    const bound = bindSession(() => currentSession().id);
    expect(withSession(() => bound())).toBe('');
  });

  it('exportContext() lets another process add to the session', async () => {
    const exported = withSession({ name: 'exporter' }, () => JSON.stringify(exportContext()));
    await withSession({ name: 'worker', from: exported }, async () => currentSession().setMetadata({ w: 1 }));
    const { sessions, events } = await recorded();
    expect(sessions).toMatchObject([{ name: 'exporter', status: 'completed', metadata: { w: 1 } }]);
    expect(events).toMatchObject([{ name: 'worker', sessionId: sessions[0]?.id }]);
  });

  it('an invalid session in the option from is ignored', async () => {
    withSession({ name: 'alone', from: undefined }, () => undefined);
    withSession({ name: 'broken', from: '{' }, () => undefined);
    expect((await recorded()).sessions).toMatchObject([{ name: 'alone' }, { name: 'broken' }]);
  });
});
