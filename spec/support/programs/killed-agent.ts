// A program whose agent kills the process, for specs of what is on disk by then.
//
//   killed-agent.ts <in the first tool | in the second tool | in the workflow | after the run>

import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { flush, instrumentAgent } from '@sentrial/mastra';
import { z } from 'zod';
import { scriptedModel } from '../scripted-model.ts';

const [when = ''] = process.argv.slice(2);
const text = z.object({ q: z.string() });
let armed = false;

const killedIf = (moment: string) => {
  if (armed && when === moment) process.kill(process.pid, 'SIGKILL');
};
const tool = (id: string, moment: string) =>
  createTool({
    id,
    description: id,
    inputSchema: text,
    execute: async ({ q }) => {
      killedIf(moment);
      return q;
    },
  });
const step = createStep({
  id: 'work',
  inputSchema: text,
  outputSchema: text,
  execute: async ({ inputData }) => {
    killedIf('in the workflow');
    return inputData;
  },
});
const workflow = createWorkflow({ id: 'flow', inputSchema: text, outputSchema: text }).then(step).commit();

const calls = (name: string, args: object = { q: name }) => ({ tools: [{ name, args }] });
const lines = [
  calls('first'),
  calls('second'),
  calls('workflow-flow', { inputData: { q: 'flow' } }),
  { text: 'done' },
];
const agent = instrumentAgent(
  new Agent({
    id: 'doomed',
    name: 'doomed',
    instructions: 'Work.',
    model: scriptedModel([...lines, ...lines]),
    tools: { first: tool('first', 'in the first tool'), second: tool('second', 'in the second tool') },
    workflows: { flow: workflow },
  }),
);

// A program has been running for a while when it is hit: what is needed is loaded.
await agent.generate('warm up');
await flush(10_000);
armed = true;
await agent.generate('work');
killedIf('after the run');
