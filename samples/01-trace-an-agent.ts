// Traces an agent that looks up a customer. Prints the address of its session and the answer.
// Run it beside `npm start`, which starts the collector: OPENAI_API_KEY=… npx tsx samples/01-trace-an-agent.ts

import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { currentSession, flush, instrumentAgent } from '@sentrial/mastra';
import { z } from 'zod';
import { db } from './support/db.ts';

const lookupUser = createTool({
  id: 'lookup-user',
  description: 'Look up a customer by ID',
  inputSchema: z.object({ userId: z.string() }),
  execute: async ({ userId }) => {
    console.log(`${userId} is looked up in ${currentSession().url}`);
    const user = await db.users.find(userId);
    currentSession().setMetadata({ plan: user?.plan });
    return user;
  },
});

const agent = new Agent({
  id: 'support-agent',
  name: 'Support Agent',
  model: 'openai/gpt-4o-mini',
  tools: { lookupUser },
  instructions: 'You help customers with account lookups.',
});

const tracked = instrumentAgent(agent, { agentName: 'customer-support' });

const result = await tracked.generate('Look up user USR-123', {
  memory: { resource: 'user-42', thread: 'thread-1' },
});
console.log(result.text);

const { stored, queued } = await flush();
console.log(`${stored} stored, ${queued} waiting`);
