// A customer support agent in three turns of one conversation. It looks up a customer, checks an order with a
// tool that fails the first time, and streams a summary. `npm start` runs it and prints each turn.

import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { currentSession, instrumentAgent } from '@sentrial/mastra';
import { z } from 'zod';
import { db } from './support/db.ts';

const lookupUser = createTool({
  id: 'lookup-user',
  description: 'Look up a customer by name or email',
  inputSchema: z.object({ query: z.string() }),
  execute: async ({ query }) => {
    const found = await db.users.search(query);
    currentSession().setMetadata({ plan: found[0]?.plan });
    return found;
  },
});

const checkOrder = createTool({
  id: 'check-order',
  description: 'Check order status by order ID',
  inputSchema: z.object({ orderId: z.string() }),
  execute: async ({ orderId }) => await db.orders.find(orderId),
});

const agent = new Agent({
  id: 'customer-support',
  name: 'Customer Support',
  model: 'openai/gpt-4o-mini',
  tools: { lookupUser, checkOrder },
  instructions: `You are a friendly customer support agent.
Help customers with account lookups and order status checks.`,
});

const support = instrumentAgent(agent, { agentName: 'customer-support', pii: true });

/**
 * Holds the conversation and passes each line to `say` as it happens.
 *
 * @throws the reason of `signal` when it aborts the conversation
 */
export async function holdConversation(
  userId: string,
  threadId: string,
  say: (line: string) => void,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const options = { maxSteps: 5, abortSignal: signal, memory: { resource: userId, thread: threadId } };
  const asks = [
    'Hi, I need help with my account. My email is alice@example.com and my SSN is 123-45-6789.',
    "What's the status of order ORD-12345?",
    'Give me a summary of my recent orders.',
  ] as const;

  say(`> ${asks[0]}`);
  const first = await support.generate(asks[0], options);
  signal.throwIfAborted();
  say(first.text);

  say(`> ${asks[1]}`);
  db.failOnce();
  const second = await support.generate(asks[1], options);
  signal.throwIfAborted();
  say(second.text);

  say(`> ${asks[2]}`);
  const stream = await support.stream(asks[2], options);
  let summary = '';
  for await (const chunk of stream.textStream) summary += chunk;
  signal.throwIfAborted();
  say(summary);
}
