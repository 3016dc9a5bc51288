import { Agent } from '@mastra/core/agent';
import { instrumentAgent } from '@sentrial/mastra';
import { describe, expect, it, vi } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';

const harness = openAgentHarness();

describe('an instrumented agent', () => {
  it('is an Agent with the same name, tools and private state', async () => {
    const { agent, tracked } = harness.newTracked();
    expect(tracked).toBeInstanceOf(Agent);
    expect(tracked.constructor).toBe(Agent);
    expect([tracked.id, tracked.name]).toEqual([agent.id, agent.name]);
    expect(await tracked.listTools()).toEqual(await agent.listTools());
  });

  it('returns the same method on each read, usable without the agent', async () => {
    const { tracked, agentName } = harness.newTracked();
    const { generate } = tracked;
    expect(tracked.generate).toBe(generate);
    expect((await generate('Hi')).text).toBe('Hello! How can I help?');
    expect((await harness.session(agentName)).session.status).toBe('completed');
  });

  it('is recorded once when it is instrumented twice', async () => {
    const { tracked, agentName } = harness.newTracked();
    expect(harness.track(tracked)).toBe(tracked);
    await instrumentAgent(tracked).generate('Hi');
    expect(await harness.sessions(agentName)).toHaveLength(1);
  });

  it('is recorded once while a spy wraps a method, and restores that method', async () => {
    const { tracked, agentName } = harness.newTracked();
    const { generate } = tracked;
    const spy = vi.spyOn(tracked, 'generate');
    expect((await tracked.generate('Hi')).text).toBe('Hello! How can I help?');
    expect(tracked.generate).toHaveBeenCalledWith('Hi');
    spy.mockRestore();
    expect(tracked.generate).toBe(generate);
    expect(await harness.sessions(agentName)).toMatchObject([{ events: [{ kind: 'llm' }] }]);
  });

  it('keeps a function that replaces a method, and records each call of the method once', async () => {
    const { tracked, agentName } = harness.newTracked();
    const { generate } = tracked;
    const twice = async (...args: Parameters<typeof generate>) => {
      await generate(...args);
      return generate(...args);
    };
    tracked.generate = twice as typeof generate;
    expect(tracked.generate).toBe(twice);
    await tracked.generate('Hi');
    expect(await harness.sessions(agentName)).toHaveLength(2);
  });

  it('returns the promise of the original agent', async () => {
    const promise = Promise.resolve({ text: 'unchanged' });
    const tracked = harness.track({ id: 'like-an-agent', generate: () => promise, stream: () => promise });
    expect(tracked.generate()).toBe(promise);
  });

  it('is recorded as a step of an agent that delegates to it', async () => {
    const inner = harness.newTracked();
    const facade = {
      id: 'facade',
      generate: (...args: unknown[]) => (inner.tracked.generate as (...args: unknown[]) => unknown)(...args),
      stream: () => undefined,
    };
    const outer = harness.track(facade, 'facade');
    await outer.generate('Hi');
    const { events } = await harness.session('facade');
    expect(events.map(({ kind }) => kind)).toEqual(['agent', 'llm']);
    expect(await harness.sessions(inner.agentName)).toEqual([]);
  });

  it('leaves the original agent unrecorded', async () => {
    const { agent, agentName } = harness.newAgent();
    await agent.generate('Hi');
    expect(await harness.sessions(agentName)).toEqual([]);
  });

  it("is named after the agent's name, or else its id, without an agentName", async () => {
    const named = new Agent({
      id: 'by-id-1',
      name: 'By Name',
      model: 'openai/gpt-4o-mini',
      instructions: 'x',
    });
    const nameless = new Agent({ id: 'by-id-2', name: '', model: 'openai/gpt-4o-mini', instructions: 'x' });
    for (const agent of [named, nameless]) {
      await harness.track(agent).generate('Hi');
    }
    expect((await harness.session('By Name')).session.name).toBe('By Name');
    expect((await harness.session('by-id-2')).session.name).toBe('by-id-2');
  });

  it.each([
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a class', Agent, 'a class'],
    ['a plain object', {}, 'an object without generate() and stream()'],
    ['a promise', Promise.resolve(), 'a promise (await it first)'],
    ['a string', 'agent', 'a string'],
  ])('is refused with a TypeError that names a valid agent when made from %s', (_, value, word) => {
    const instrument = () => instrumentAgent(value as object);
    expect(instrument).toThrow(TypeError);
    expect(instrument).toThrow(word);
    expect(instrument).toThrow('new Agent({ … })');
  });
});
