import { MockMemory } from '@mastra/core/memory';
import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { eventTree } from '../../support/event-tree.ts';
import { drain, mockAgents } from '../../support/mock-agents.ts';
import { scriptedModel } from '../../support/scripted-model.ts';

const harness = openAgentHarness();

describe.each(['generate', 'stream'] as const)('a run with generated thread titles (%s)', (mode) => {
  it('includes the model call that generates the title', async () => {
    const { tracked, agentName } = mockAgents(harness, { agent: { memory: new MockMemory() } });
    const model = scriptedModel([{ text: 'A greeting' }], { id: 'titles-model' });
    const memory = { resource: 'user', thread: mode, options: { generateTitle: { model } } };
    if (mode === 'generate') await tracked.generate('Go', { memory });
    else await drain(await tracked.stream('Go', { memory }));
    await expect.poll(async () => (await harness.session(agentName)).events.length).toBe(2);
    const session = await harness.session(agentName);
    expect(eventTree(session)).toEqual(['llm llm:mock:mock-model', 'llm llm:mock:titles-model']);
    expect(session.events[1]).toMatchObject({
      output: { text: 'A greeting' },
      usage: { inputTokens: 10, outputTokens: 5 },
    });
    expect(session.session).toMatchObject({ status: 'completed', output: 'hello there', llmCount: 2 });
  });
});
