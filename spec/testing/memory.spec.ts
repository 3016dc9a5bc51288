import { close, currentSession, instrumentAgent, stats, withSession } from '@sentrial/mastra';
import { toMemory } from '@sentrial/mastra/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pointMastraAt, type ScriptedLlm, startScriptedLlm } from '../../samples/support/scripted-llm.ts';
import { harnessAgent } from '../support/agent-harness.ts';
import { agentScript } from '../support/agent-script.ts';

let llm: ScriptedLlm;

beforeAll(async () => {
  llm = await startScriptedLlm(agentScript);
  pointMastraAt(llm);
});
afterAll(async () => {
  await close(0);
  await llm.stop();
});

describe('toMemory()', () => {
  it('contains the run of an agent, redacted and priced, once it has settled', async () => {
    const memory = toMemory();
    const tracked = instrumentAgent(harnessAgent('memory-desk'), { destinations: [memory] });
    await tracked.generate('Look up user USR-123 for john@example.com', {
      memory: { resource: 'user-42', thread: 'thread-1' },
    });
    const [session, ...others] = await memory.settled();
    expect(others).toEqual([]);
    expect(session).toMatchObject({ status: 'completed', userId: 'user-42', convoId: 'thread-1' });
    expect(JSON.stringify(session?.input)).toContain('[EMAIL]');
    expect(session?.events.map(({ kind }) => kind)).toEqual(['llm', 'tool', 'llm']);
    expect(session?.events[0]?.cost).toMatchObject({ status: 'priced' });
    expect(JSON.stringify(memory.events())).not.toContain('john@example.com');
  });

  it('holds nothing any more once it is cleared', async () => {
    const memory = toMemory();
    await withSession({ name: 'first', destinations: [memory] }, async () => undefined);
    await memory.settled();
    memory.clear();
    await withSession({ name: 'second', destinations: [memory] }, async () => undefined);
    expect((await memory.settled()).map(({ name }) => name)).toEqual(['second']);
  });

  it('waits for running sessions to end, and names those that do not end', async () => {
    const memory = toMemory();
    const work = Promise.withResolvers<void>();
    const running = withSession({ name: 'endless', destinations: [memory] }, () => work.promise);
    await expect(memory.settled(50)).rejects.toMatchObject({
      code: 'unfinished',
      message: expect.stringContaining('1 sessions are still running (endless)'),
    });
    const settling = memory.settled();
    work.resolve();
    await running;
    expect(await settling).toMatchObject([{ name: 'endless', status: 'completed' }]);
  });

  it('rejects in time under fake timers', async () => {
    const memory = toMemory();
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    withSession({ name: 'open', destinations: [memory] }, () => new Promise(() => {}));
    await expect(memory.settled(100)).rejects.toThrow('1 sessions are still running (open)');
  });

  it('returns attributes that were set inside the session, with counts', async () => {
    const memory = toMemory();
    await withSession({ name: 'nested', destinations: [memory] }, async () => {
      currentSession().setMetadata({ plan: 'pro' });
      currentSession().addTags('vip');
      currentSession().log('looked up');
    });
    expect(await memory.settled()).toMatchObject([
      { metadata: { plan: 'pro' }, tags: ['vip'], events: [{ kind: 'log', name: 'looked up' }] },
    ]);
    const { memory: counts } = stats().destinations;
    expect(counts?.stored).toBe(counts?.accepted);
  });

  it('keeps recording after close()', async () => {
    const memory = toMemory();
    await withSession({ name: 'before', destinations: [memory] }, async () => undefined);
    await close();
    await withSession({ name: 'after', destinations: [memory] }, async () => undefined);
    expect((await memory.settled()).map(({ name }) => name)).toEqual(['before', 'after']);
  });
});
