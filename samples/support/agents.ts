import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { instrumentAgent } from '@sentrial/mastra';
import { z } from 'zod';

const listOrders = createTool({
  id: 'list-orders',
  description: 'List the orders of the customer',
  inputSchema: z.object({}),
  execute: async () => [{ id: 'ORD-12345', status: 'shipped' }],
});

/** The agent that the shorter blocks of the product page use. */
export const agent = new Agent({
  id: 'my-agent',
  name: 'My Agent',
  instructions: 'You are a helpful assistant.',
  model: 'openai/gpt-4o',
  tools: { listOrders },
});

/** The same agent, instrumented. */
export const trackedAgent = instrumentAgent(agent, {
  apiKey: process.env.SENTRIAL_API_KEY,
  agentName: 'my-agent',
});
