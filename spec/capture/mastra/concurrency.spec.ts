import { AsyncLocalStorage } from 'node:async_hooks';
import { createTool } from '@mastra/core/tools';
import { currentSession } from '@sentrial/mastra';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { type AnyAgent, drain, mockAgents } from '../../support/mock-agents.ts';

const harness = openAgentHarness();
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const slow = createTool({
  id: 'slow-tool',
  description: 'Takes its time',
  inputSchema: z.object({ q: z.string() }),
  execute: async ({ q }) => {
    await sleep(5 + Math.random() * 20);
    currentSession().setMetadata({ [q]: true });
    return currentSession().id;
  },
});

const withTools = (q: string) => [
  {
    tools: [
      { name: 'slow', args: { q: `${q}1` } },
      { name: 'slow', args: { q: `${q}2` } },
    ],
  },
  { text: q },
];

const slowAgent = (q: string) =>
  mockAgents(harness, { lines: withTools(q), agent: { tools: { slow } }, model: { latencyMs: 5 } });

const checkOwn = async (agentName: string, q: string) => {
  const { session, events } = await harness.session(agentName);
  const tools = events.filter(({ kind }) => kind === 'tool');
  expect(session).toMatchObject({ output: q, metadata: { [`${q}1`]: true, [`${q}2`]: true } });
  expect(Object.keys(session.metadata)).toHaveLength(2);
  expect(tools.map(({ output }) => output)).toEqual([session.id, session.id]);
};

describe('concurrent runs', () => {
  it('have separate events and metadata with parallel tools', async () => {
    const runs = ['a', 'b', 'c'].map((q) => ({ q, ...slowAgent(q) }));
    await Promise.all(runs.map(({ tracked }) => tracked.generate('Go')));
    for (const { agentName, q } of runs) await checkOwn(agentName, q);
  });

  it('stay separate when a stream is read in the context of another run', async () => {
    const [first, second] = [slowAgent('x'), slowAgent('y')];
    const relay = new AsyncLocalStorage<AnyAgent>();
    const streams = [await first.tracked.stream('Go'), await second.tracked.stream('Go')];
    await relay.run(streams[1], () => drain(streams[0]));
    await relay.run(streams[0], () => drain(streams[1]));
    await checkOwn(first.agentName, 'x');
    await checkOwn(second.agentName, 'y');
  });

  it('stay separate when a tool starts another run without awaiting it', async () => {
    const inner = slowAgent('inner');
    const outer = mockAgents(harness, {
      lines: [{ tools: [{ name: 'start', args: {} }] }, { text: 'outer' }],
      agent: {
        tools: {
          start: createTool({
            id: 'start',
            description: 'Starts another',
            inputSchema: z.object({}),
            execute: async () => {
              void inner.tracked.generate('Go');
              return 'started';
            },
          }),
        },
      },
    });
    await outer.tracked.generate('Go');
    await vi.waitFor(async () => {
      const { events } = await harness.session(outer.agentName);
      const agent = events.find(({ kind }) => kind === 'agent');
      expect(agent).toMatchObject({ name: inner.agentName, late: true, output: 'inner' });
    }, 5000);
    expect(await harness.sessions(inner.agentName)).toEqual([]);
  });
});
