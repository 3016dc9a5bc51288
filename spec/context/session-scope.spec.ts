import { currentSession, instrumentAgent } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { runSource } from '../support/host-program.ts';

/** What behaves like an agent and runs `act` for each call. */
const agentThat = (act: () => unknown) => ({
  name: 'n',
  generate: async (_: string) => act(),
  stream: () => undefined,
});
const options = { apiUrl: 'http://127.0.0.1:9', apiKey: 'k' };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('currentSession()', () => {
  it('is the same session before and after awaits, timers and parallel work', async () => {
    const ids: string[] = [];
    const note = () => void ids.push(currentSession().id);
    const agent = agentThat(async () => {
      note();
      await Promise.all([
        sleep(2).then(note),
        new Promise<void>((resolve) => setImmediate(() => resolve(note()))),
      ]);
      queueMicrotask(note);
      await sleep(1);
    });
    await instrumentAgent(agent, options).generate('x');
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^sess_.{21}$/);
  });

  it('keeps two hundred concurrent runs apart', async () => {
    const agent = agentThat(async () => {
      const before = currentSession().id;
      await sleep(Math.random() * 5);
      return [before, currentSession().id];
    });
    const tracked = instrumentAgent(agent, options);
    const pairs = (await Promise.all(Array.from({ length: 200 }, () => tracked.generate('x')))) as string[][];
    for (const [before, after] of pairs) expect(after).toBe(before);
    expect(new Set(pairs.map(([id]) => id)).size).toBe(200);
  });

  it('knows the address of the page of its session', async () => {
    const url = await instrumentAgent(
      agentThat(() => currentSession().url),
      options,
    ).generate('x');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:9\/sessions\/sess_.{21}$/);
  });

  it('is over when the call is', async () => {
    await instrumentAgent(
      agentThat(() => 1),
      options,
    ).generate('x');
    expect(currentSession().id).toBe('');
  });

  it('takes hostile values without a word', async () => {
    const hostile = {
      toString() {
        throw new Error('no text');
      },
    };
    const agent = agentThat(() => {
      const session = currentSession();
      session.setUser(hostile as never);
      session.setConversation(Symbol('s') as never);
      session.addTags(hostile as never);
      session.setOutcome(undefined as never);
      session.setMetadata(null as never);
      session.setInput(10n);
      session.setOutput(hostile);
      return 'fine';
    });
    expect(await instrumentAgent(agent, options).generate('x')).toBe('fine');
  });

  it('does nothing outside of a session, and warns once', async () => {
    const result = await runSource(`
      import { currentSession } from '@sentrial/mastra';
      currentSession().setMetadata({ a: 1 });
      currentSession().addTags('x');
      console.log(JSON.stringify([currentSession().id, currentSession().url]));
    `);
    expect(result).toMatchObject({ code: 0, stdout: '["",""]\n' });
    expect(result.stderr.match(/outside of any session/g)).toHaveLength(1);
  });
});
