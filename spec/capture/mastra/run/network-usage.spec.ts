import { Agent } from '@mastra/core/agent';
import { MockMemory } from '@mastra/core/memory';
import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../../support/agent-harness.ts';
import { mockAgents } from '../../../support/mock-agents.ts';
import { scriptedModel } from '../../../support/scripted-model.ts';

const harness = openAgentHarness();
let count = 0;

const routing = (primitiveId: string) => ({
  text: JSON.stringify({
    primitiveId,
    primitiveType: primitiveId === 'none' ? 'none' : 'agent',
    prompt: 'Do it',
    selectionReason: 'fits',
  }),
});
const verdict = {
  text: JSON.stringify({ isComplete: true, completionReason: 'done', finalResult: 'the answer' }),
};

/** Runs a network that delegates to one sub-agent. */
async function network(isInstrumented: boolean) {
  const helper = new Agent({
    id: 'helper',
    name: 'helper',
    description: 'Helps',
    instructions: 'Help.',
    model: scriptedModel([{ text: 'helped' }], { provider: 'openai.chat', id: 'gpt-4o' }),
  });
  const { tracked, agentName } = mockAgents(harness, {
    lines: [routing('helper'), verdict],
    agent: {
      memory: new MockMemory(),
      agents: { helper: isInstrumented ? harness.track(helper, `helper-${++count}`) : helper },
    },
  });
  const run = await tracked.network('Go', { memory: { resource: 'user', thread: `network-${++count}` } });
  for await (const _ of run);
  const { inputTokens, outputTokens } = await run.usage;
  return { reported: { inputTokens, outputTokens }, ...(await harness.session(agentName)) };
}

describe('the cost of an agent network', () => {
  it('is one unpriced event named llm:network when its models are unknown', async () => {
    const { reported, session, events } = await network(false);
    expect(events).toMatchObject([
      {
        name: 'llm:network',
        usage: reported,
        cost: { status: 'unpriced', reason: 'several-models', modelId: 'network' },
      },
    ]);
    expect(session.totals).toEqual({
      promptTokens: reported.inputTokens,
      completionTokens: reported.outputTokens,
      costPico: '0',
      unpricedCalls: 1,
    });
  });

  it('counts the calls of instrumented sub-agents in their own events and not in the totals', async () => {
    const { reported, session, events } = await network(true);
    const helper = { inputTokens: 10, outputTokens: 5 };
    expect(events).toMatchObject([
      { kind: 'agent' },
      { name: 'llm:openai:gpt-4o', usage: helper, cost: { status: 'priced' } },
      {
        name: 'llm:network',
        usage: {
          inputTokens: reported.inputTokens - helper.inputTokens,
          outputTokens: reported.outputTokens - helper.outputTokens,
        },
      },
    ]);
    expect(session.totals).toEqual({
      promptTokens: reported.inputTokens,
      completionTokens: reported.outputTokens,
      costPico: String(10 * 2_500_000 + 5 * 10_000_000),
      unpricedCalls: 1,
    });
  });
});
