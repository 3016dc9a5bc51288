import { Agent } from 'mastra-core-0-24/agent';
import { Mastra } from 'mastra-core-0-24/mastra';
import { InMemoryStore } from 'mastra-core-0-24/storage';
import { createTool } from 'mastra-core-0-24/tools';
import { z } from 'zod';
import type { AgentHarness } from './agent-harness.ts';
import type { AnyAgent, MockAgentOptions } from './mock-agents.ts';
import { scriptedModel } from './scripted-model.ts';

let count = 0;

const inputSchema = z.object({ q: z.string() });

interface Suspendable {
  readonly suspend?: (payload: unknown) => Promise<unknown>;
  readonly resumeData?: unknown;
}

const tools = {
  lookup: createTool({
    id: 'look-up',
    description: 'Looks something up',
    inputSchema,
    execute: async ({ context }) => ({ found: context.q }),
  }),
  failing: createTool({
    id: 'fail-always',
    description: 'Fails',
    inputSchema,
    execute: async () => {
      throw new TypeError('the shelf is empty');
    },
  }),
  deletion: createTool({
    id: 'delete-it',
    description: 'Deletes, once a human agrees',
    inputSchema,
    requireApproval: true,
    execute: async ({ context }) => `deleted ${context.q}`,
  }),
  question: createTool({
    id: 'ask-human',
    description: 'Asks a human',
    inputSchema,
    execute: async (call) => {
      const { suspend, resumeData } = call as Suspendable;
      return resumeData ?? (await suspend?.({ why: 'unsure' }));
    },
  }),
};

/** As `mockAgents()`, with the agent and the tools of Mastra 0.24. */
export function mastra024Agents(
  harness: AgentHarness,
  { lines = [{ text: 'hello there' }], model, agent }: MockAgentOptions = {},
) {
  const agentName = `older-${++count}`;
  const plain: AnyAgent = new Agent({
    id: agentName,
    name: agentName,
    instructions: 'Be brief.',
    tools,
    model: scriptedModel(lines, model),
    ...agent,
  });
  new Mastra({ agents: { plain }, storage: new InMemoryStore(), logger: false });
  return { agentName, plain, tracked: harness.track(plain, agentName) as AnyAgent };
}
