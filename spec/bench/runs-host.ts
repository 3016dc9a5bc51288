// Runs of a real agent, all at once, in a process of their own: `runs-host.ts <runs>`.

import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { flush, instrumentAgent } from '@sentrial/mastra';
import { z } from 'zod';
import { pointMastraAt, startScriptedLlm } from '../../samples/support/scripted-llm.ts';
import { agentScript } from '../support/agent-script.ts';

const runs = Number(process.argv[2]);
const llm = await startScriptedLlm(agentScript);
pointMastraAt(llm);
const lookupUser = createTool({
  id: 'lookup-user',
  description: 'Look up a customer by ID',
  inputSchema: z.object({ userId: z.string() }),
  execute: async ({ userId }) => ({ userId, name: 'Alice' }),
});
const agent = new Agent({
  id: 'desk',
  name: 'desk',
  model: 'openai/gpt-4o-mini',
  tools: { lookupUser },
  instructions: 'You help customers with account lookups.',
});
const tracked = instrumentAgent(agent as unknown as Agent);
const startMs = performance.now();
const results = await Promise.all(
  Array.from({ length: runs }, () => tracked.generate('Look up user USR-123', { maxSteps: 5 })),
);
const ms = Math.round(performance.now() - startMs);
const expected = results.reduce(
  (sum, { steps }) => sum + steps.length + steps.reduce((tools, step) => tools + step.toolCalls.length, 0),
  0,
);
await flush(60_000);
process.send?.({ expected, ms });
