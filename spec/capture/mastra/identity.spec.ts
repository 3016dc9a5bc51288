import { Agent } from '@mastra/core/agent';
import { instrumentAgent } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { openDesk } from '../../support/desk.ts';

const desk = openDesk();

describe('the instrumented agent', () => {
  it('is an Agent, with the same name, tools and private state', async () => {
    const { agent, tracked } = desk.newTracked();
    expect(tracked).toBeInstanceOf(Agent);
    expect(tracked.constructor).toBe(Agent);
    expect([tracked.id, tracked.name]).toEqual([agent.id, agent.name]);
    expect(await tracked.listTools()).toEqual(await agent.listTools());
  });

  it('keeps its methods identical between reads and usable when taken off it', async () => {
    const { tracked, agentName } = desk.newTracked();
    const { generate } = tracked;
    expect(tracked.generate).toBe(generate);
    expect((await generate('Hi')).text).toBe('Hello! How can I help?');
    expect((await desk.session(agentName)).session.status).toBe('completed');
  });

  it('is recorded once when it is instrumented twice', async () => {
    const { tracked, agentName } = desk.newTracked();
    expect(desk.track(tracked)).toBe(tracked);
    await instrumentAgent(tracked).generate('Hi');
    expect(await desk.sessions(agentName)).toHaveLength(1);
  });

  it('leaves the original agent unrecorded', async () => {
    const { agent, agentName } = desk.newAgent();
    await agent.generate('Hi');
    expect(await desk.sessions(agentName)).toEqual([]);
  });

  it('is named after the agent, then its id, when no agentName is given', async () => {
    const named = new Agent({
      id: 'by-id-1',
      name: 'By Name',
      model: 'openai/gpt-4o-mini',
      instructions: 'x',
    });
    const nameless = new Agent({ id: 'by-id-2', name: '', model: 'openai/gpt-4o-mini', instructions: 'x' });
    for (const agent of [named, nameless]) {
      await desk.track(agent).generate('Hi');
    }
    expect((await desk.session('By Name')).session.name).toBe('By Name');
    expect((await desk.session('by-id-2')).session.name).toBe('by-id-2');
  });

  it.each([
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a class', Agent, 'a class'],
    ['a plain object', {}, 'an object without generate() and stream()'],
    ['a promise', Promise.resolve(), 'a promise (await it first)'],
    ['a string', 'agent', 'a string'],
  ])('cannot be made of %s: a TypeError says what to pass', (_, value, word) => {
    const instrument = () => instrumentAgent(value as object);
    expect(instrument).toThrow(TypeError);
    expect(instrument).toThrow(word);
    expect(instrument).toThrow('new Agent({ … })');
  });
});
