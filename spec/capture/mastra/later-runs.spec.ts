import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { eventTree } from '../../support/event-tree.ts';
import { type AnyAgent, lookup, mockAgents } from '../../support/mock-agents.ts';
import { scriptedModel } from '../../support/scripted-model.ts';

const harness = openAgentHarness();
const requestsTool = { tools: [{ name: 'lookup', args: { q: 'a' } }] };
const busy = { throws: Object.assign(new Error('busy'), { isRetryable: true }) };

const modes = {
  'generate()': async (agent: AnyAgent, options?: object) => agent.generate('Go', options),
  'stream()': async (agent: AnyAgent, options?: object) =>
    (await agent.stream('Go', options)).getFullOutput(),
};

const modelsOf = async (agentName: string) =>
  (await harness.sessions(agentName)).map(({ events }) =>
    events.filter(({ kind }) => kind === 'llm').map(({ model }) => model),
  );

describe.each(Object.entries(modes))('a later %s of an agent', (_, run) => {
  it('is recorded like the first run, including retries and tools', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      lines: Array(3)
        .fill([requestsTool, busy, { text: 'done' }])
        .flat(),
      agent: { tools: { lookup } },
    });
    for (let count = 0; count < 3; count++) await run(tracked, { modelSettings: { maxRetries: 2 } });
    const sessions = await harness.sessions(agentName);
    const [first, ...later] = sessions.map(eventTree);
    expect(first).toHaveLength(4);
    expect(later).toEqual([first, first]);
    for (const { session, events } of sessions) {
      expect(session).toMatchObject({ status: 'completed', output: 'done', llmCount: 3 });
      expect(events.map(({ attempt }) => attempt)).toEqual([undefined, undefined, undefined, 2]);
    }
  });

  it('records the model that a processor chooses', async () => {
    const other = scriptedModel([{ text: 'chosen' }], { id: 'other' });
    const chooser = { id: 'chooser', processInputStep: async () => ({ model: other }) };
    const { tracked, agentName } = mockAgents(harness, { agent: { inputProcessors: [chooser] } });
    for (let count = 0; count < 3; count++) await run(tracked);
    expect(await modelsOf(agentName)).toEqual([['other'], ['other'], ['other']]);
  });

  it.each([
    ['static', (defaults: object) => defaults],
    ['dynamic', (defaults: object) => async () => defaults],
  ])('records the model of %s default options', async (_, optionsOf) => {
    const other = scriptedModel([{ text: 'by default' }], { id: 'other' });
    const { tracked, agentName } = mockAgents(harness, {
      agent: { defaultOptions: optionsOf({ model: other }) },
    });
    for (let count = 0; count < 3; count++) expect((await run(tracked)).text).toBe('by default');
    expect(await modelsOf(agentName)).toEqual([['other'], ['other'], ['other']]);
  });

  it('does not resolve a disabled fallback model', async () => {
    const disabled = () => {
      throw new Error('OLD_KEY is not set');
    };
    const entries = [
      { model: disabled, enabled: false },
      { model: scriptedModel([{ text: 'here' }], { id: 'other' }) },
    ];
    const { tracked, agentName } = mockAgents(harness, { agent: { model: entries } });
    for (let count = 0; count < 3; count++) expect((await run(tracked)).text).toBe('here');
    expect(await modelsOf(agentName)).toEqual([['other'], ['other'], ['other']]);
  });

  it('records the model of a processor that only some runs have, after the first of them', async () => {
    const other = scriptedModel([{ text: 'chosen' }], { id: 'other' });
    const chooser = { id: 'chooser', processInputStep: async () => ({ model: other }) };
    let isThere = true;
    const { tracked, agentName } = mockAgents(harness, {
      agent: { inputProcessors: () => (isThere ? [chooser] : []) },
    });
    for (isThere of [true, false, true, false, true]) await run(tracked);
    expect((await modelsOf(agentName)).flat()).toEqual([
      'other',
      'mock-model',
      'other',
      'mock-model',
      'other',
    ]);
  });

  it('records the model that the call chooses by option, prepareStep or processor', async () => {
    const other = scriptedModel([{ text: 'chosen' }], { id: 'other' });
    const chooser = { id: 'chooser', processInputStep: async () => ({ model: other }) };
    const { tracked, agentName } = mockAgents(harness);
    await run(tracked);
    await run(tracked, { model: other });
    await run(tracked, { prepareStep: () => ({ model: other }) });
    await run(tracked, { inputProcessors: [chooser] });
    await run(tracked);
    expect(await modelsOf(agentName)).toEqual([
      ['mock-model'],
      ['other'],
      ['other'],
      ['other'],
      ['mock-model'],
    ]);
  });

  it('has the same messages as the original agent', async () => {
    const { tracked, plain } = mockAgents(harness);
    const partsOf = async (agent: AnyAgent) => {
      const { messages } = await run(agent);
      return messages.flatMap((message: AnyAgent) => message.content.parts).map(Object.keys);
    };
    await run(tracked);
    expect(await partsOf(tracked)).toEqual(await partsOf(plain));
  });
});
