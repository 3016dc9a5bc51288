import { Mastra } from '@mastra/core';
import { Agent } from '@mastra/core/agent';
import { InMemoryStore } from '@mastra/core/storage';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import type { AgentHarness } from './agent-harness.ts';
import { type Line, type ScriptedModelOptions, scriptedModel } from './scripted-model.ts';

/** What an agent of a spec is made of, beside its tools. */
export interface MockAgentOptions {
  /** @default one answer, `hello there` */
  readonly lines?: readonly Line[];
  readonly model?: ScriptedModelOptions;
  /** More options of the agent itself. */
  readonly agent?: object;
  /** More options of the Mastra instance it is registered in. */
  readonly mastra?: object;
}

/** An agent as specs use it: untyped, as each of its run methods is called with many kinds of options. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyAgent = any;

let count = 0;

export const lookup = createTool({
  id: 'look-up',
  description: 'Looks something up',
  inputSchema: z.object({ q: z.string() }),
  execute: async ({ q }) => ({ found: q }),
});

export const failing = createTool({
  id: 'fail-always',
  description: 'Fails',
  inputSchema: z.object({ q: z.string() }),
  execute: async () => {
    throw new TypeError('the shelf is empty');
  },
});

const deletion = createTool({
  id: 'delete-it',
  description: 'Deletes, once a human agrees',
  inputSchema: z.object({ q: z.string() }),
  requireApproval: true,
  execute: async ({ q }) => `deleted ${q}`,
});

const question = createTool({
  id: 'ask-human',
  description: 'Asks a human',
  inputSchema: z.object({ q: z.string() }),
  suspendSchema: z.object({ q: z.string() }),
  resumeSchema: z.object({ answer: z.string() }),
  execute: async ({ q }, context) => {
    const answer = context.agent?.resumeData as { answer: string } | undefined;
    return answer ?? (await context.agent?.suspend({ q }));
  },
});

/** An agent with four tools over a scripted model, registered in a Mastra of its own, and recorded. */
export function mockAgents(
  harness: AgentHarness,
  { lines = [{ text: 'hello there' }], model, agent, mastra }: MockAgentOptions = {},
) {
  const agentName = `agent-${++count}`;
  const plain: AnyAgent = new Agent({
    id: agentName,
    name: agentName,
    instructions: 'Be brief.',
    tools: { lookup, failing, deletion, question } as never,
    model: scriptedModel(lines, model),
    ...agent,
  });
  new Mastra({ agents: { plain }, storage: new InMemoryStore(), logger: false, ...mastra });
  return { agentName, plain, tracked: harness.track(plain, agentName) as AnyAgent };
}

/** Reads a stream to its end. */
export async function drain(result: AnyAgent): Promise<void> {
  for await (const _ of result.fullStream);
}
