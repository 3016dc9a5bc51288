// Tests an agent by its recorded session, in memory. It needs no collector.
// Run it with OPENAI_API_KEY=… npx tsx samples/06-test-your-agent.ts

import assert from 'node:assert/strict';
import { instrumentAgent } from '@sentrial/mastra';
import { toMemory } from '@sentrial/mastra/testing';
import { agent } from './support/agents.ts';

const memory = toMemory();
const tracked = instrumentAgent(agent, { destinations: [memory] });

await tracked.generate('Give me a summary of my recent orders');
const [session] = await memory.settled();
assert(session?.events.some(({ name }) => name === 'list-orders'));

console.log(`${session?.status}, after ${session?.events.length} steps`);
