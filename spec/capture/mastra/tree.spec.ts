import { Agent } from '@mastra/core/agent';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { currentSession } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { eventTree } from '../../support/event-tree.ts';
import { type AnyAgent, drain, failing, lookup, mockAgents } from '../../support/mock-agents.ts';
import { scriptedModel } from '../../support/scripted-model.ts';

const harness = openAgentHarness();

const subAgent = (tracked: boolean): AnyAgent => {
  const lines = [{ tools: [{ name: 'lookup', args: { q: 'below' } }] }, { text: 'found below' }];
  const agent = new Agent({
    id: 'helper',
    name: 'helper',
    description: 'Helps',
    instructions: 'Help.',
    tools: { lookup },
    model: scriptedModel(lines, { id: 'helper-model' }),
  });
  return tracked ? harness.track(agent, 'helper') : agent;
};

const workflow = () => {
  const step = createStep({
    id: 'double',
    inputSchema: z.object({ n: z.number() }),
    outputSchema: z.object({ n: z.number() }),
    execute: async ({ inputData }) => {
      currentSession().setMetadata({ doubled: inputData.n });
      return { n: inputData.n * 2 };
    },
  });
  const schema = z.object({ n: z.number() });
  return createWorkflow({ id: 'arithmetic', inputSchema: schema, outputSchema: schema }).then(step).commit();
};

const run = async (tracked: AnyAgent, mode: 'generate' | 'stream', options: object = { maxSteps: 6 }) => {
  if (mode === 'generate') await tracked.generate('Go', options);
  else await drain(await tracked.stream('Go', options));
};

describe.each(['generate', 'stream'] as const)('the event tree of a %s() run', (mode) => {
  it('nests failed attempts, tools of every outcome, sub-agents and workflows below their caller', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      agent: {
        tools: { lookup, failing },
        agents: { helper: subAgent(false) },
        workflows: { arithmetic: workflow() },
        model: [
          {
            model: scriptedModel([{ throws: new Error('overloaded') }], { id: 'first-choice' }),
            maxRetries: 0,
          },
          {
            model: scriptedModel(
              [
                {
                  tools: [
                    { name: 'lookup', args: { q: 'a' }, id: 'good' },
                    { name: 'failing', args: { q: 'b' }, id: 'thrown' },
                    { name: 'lookup', args: { wrong: 1 }, id: 'invalid' },
                    { name: 'nowhere', args: {}, id: 'unknown' },
                    { name: 'web_search', args: { q: 'c' }, id: 'provider', result: { hits: 1 } },
                  ],
                },
                {
                  tools: [
                    { name: 'agent-helper', args: { prompt: 'help' } },
                    { name: 'workflow-arithmetic', args: { inputData: { n: 2 } } },
                  ],
                },
                { text: 'all done' },
              ],
              { id: 'second-choice' },
            ),
            maxRetries: 0,
          },
        ],
      },
    });
    await run(tracked, mode);
    const stored = await harness.session(agentName);
    const tools = stored.events.filter(({ kind, parentEventId }) => kind === 'tool' && !parentEventId);
    const toolCall = (id: string) => tools.find(({ toolCallId }) => toolCallId === id);
    expect(eventTree(stored).filter((line) => !/^tool (look-up|fail|now|web)/.test(line))).toEqual([
      'llm llm:mock:first-choice error',
      'llm llm:mock:second-choice',
      'llm llm:mock:second-choice',
      'tool agent-helper',
      '  agent helper',
      '    llm llm:mock:helper-model',
      '    tool look-up',
      '    llm llm:mock:helper-model',
      'tool workflow-arithmetic',
      '  workflow arithmetic',
      '    step double',
      'llm llm:mock:second-choice',
    ]);
    expect(tools).toHaveLength(7);
    expect(toolCall('good')).toMatchObject({ name: 'look-up', input: { q: 'a' }, output: { found: 'a' } });
    expect(toolCall('thrown')).toMatchObject({
      status: 'error',
      error: { type: 'TypeError', message: 'the shelf is empty' },
    });
    expect(toolCall('invalid')).toMatchObject({ status: 'error', error: { type: 'InvalidToolArguments' } });
    expect(toolCall('unknown')).toMatchObject({ name: 'nowhere', status: 'error' });
    expect(toolCall('provider')).toMatchObject({ input: { q: 'c' }, output: { hits: 1 }, status: 'ok' });
    expect(stored.session.metadata).toEqual({ doubled: 2 });
  });

  it('contains an instrumented sub-agent once, below the tool that calls it', async () => {
    const lines = [{ tools: [{ name: 'agent-helper', args: { prompt: 'help' } }] }, { text: 'done' }];
    const { tracked, agentName } = mockAgents(harness, {
      lines,
      agent: { agents: { helper: subAgent(true) } },
    });
    await run(tracked, mode);
    expect(eventTree(await harness.session(agentName))).toEqual([
      'llm llm:mock:mock-model',
      'tool agent-helper',
      '  agent helper',
      '    llm llm:mock:helper-model',
      '    tool look-up',
      '    llm llm:mock:helper-model',
      'llm llm:mock:mock-model',
    ]);
    expect(await harness.sessions('helper')).toEqual([]);
  });

  it('contains the model that structures the answer', async () => {
    const { tracked, agentName } = mockAgents(harness, { lines: [{ text: 'it is four' }] });
    const structurer = scriptedModel([{ text: '{"n":4}' }], { id: 'structurer' });
    await run(tracked, mode, {
      structuredOutput: { schema: z.object({ n: z.number() }), model: structurer },
    });
    const stored = await harness.session(agentName);
    expect(eventTree(stored)).toContain('llm llm:mock:structurer');
    expect(stored.session).toMatchObject({ status: 'completed', output: { n: 4 } });
  });

  it('contains each retry of a model call as its own event', async () => {
    const busy = { throws: Object.assign(new Error('busy'), { isRetryable: true, name: 'AI_APICallError' }) };
    const { tracked, agentName } = mockAgents(harness, { lines: [busy, { text: 'at last' }] });
    const marked = Symbol.for('vercel.ai.error.AI_APICallError');
    Object.assign(busy.throws, { [Symbol.for('vercel.ai.error')]: true, [marked]: true });
    await run(tracked, mode, { modelSettings: { maxRetries: 2 } });
    const { events } = await harness.session(agentName);
    expect(events.map(({ status, attempt }) => [status, attempt])).toEqual([
      ['error', undefined],
      ['ok', 2],
    ]);
  });

  it('marks a tool that the client runs as handed to the client', async () => {
    const { tracked, agentName } = mockAgents(harness, { lines: [{ tools: [{ name: 'pick', args: {} }] }] });
    const pick = { id: 'pick-color', description: 'Picks', inputSchema: z.object({}) };
    await run(tracked, mode, { clientTools: { pick } });
    const { events } = await harness.session(agentName);
    expect(events[1]).toMatchObject({ kind: 'tool', name: 'pick-color', metadata: { handedTo: 'client' } });
  });
});
