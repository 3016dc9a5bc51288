// One function call records every run: input, output, tokens, cost, tool calls, latency.
// @ts-nocheck: Mastra's types require an agent id, which this page omits.

import { Agent } from '@mastra/core/agent';
import { instrumentAgent } from '@sentrial/mastra';

// Your existing Mastra agent
const agent = new Agent({
  name: 'My Agent',
  instructions: 'You are a helpful assistant.',
  model: 'openai/gpt-4o',
  tools: { /* your tools */ },
});

// Wrap with Sentrial — that's it
const trackedAgent = instrumentAgent(agent, {
  apiKey: process.env.SENTRIAL_API_KEY,
  agentName: 'my-agent',
});

// Use normally — everything is tracked automatically
const result = await trackedAgent.generate('What is the weather today?');
// Session created with: input, output, tokens, cost, tool calls, latency

export { trackedAgent };
console.log(result.text);
