import { Agent } from '@mastra/core/agent';
import { Mastra } from '@mastra/core/mastra';
import { type InstrumentedAgent, instrumentAgent, type SentrialCallOptions } from '@sentrial/mastra';
import { z } from 'zod';

// Never run: what counts is that it compiles with every Mastra there is.
const agent = new Agent({ id: 'typed', name: 'Typed', model: 'openai/gpt-4o-mini', instructions: 'x' });
const tracked: InstrumentedAgent<typeof agent> = instrumentAgent(agent, { agentName: 'typed' });
const sentrial: SentrialCallOptions = { userId: 'u', convoId: 'c', metadata: { satisfaction: 5 } };

/** What the run methods return, with our option and without it. */
export async function results(): Promise<readonly (string | number)[]> {
  const { text } = await tracked.generate('x', { sentrial, maxSteps: 5 });
  const texts: string[] = [];
  const stream = await tracked.stream('x', { sentrial, onFinish: () => undefined });
  for await (const chunk of stream.textStream) texts.push(chunk);
  for await (const { type } of stream.fullStream) texts.push(type);
  const { object } = await tracked.generate('x', {
    structuredOutput: { schema: z.object({ n: z.number() }) },
  });
  return [text, ...texts, object.n];
}

export const calls = {
  structured: () =>
    tracked.generate('x', { sentrial, structuredOutput: { schema: z.object({ n: z.number() }) } }),
  resume: () => tracked.resumeStream({}, { sentrial, runId: 'r' }),
  approve: () => tracked.approveToolCall({ sentrial, runId: 'r', toolCallId: 't' }),
  decline: () => tracked.declineToolCall({ sentrial, runId: 'r', toolCallId: 't' }),
  network: () => tracked.network('x', { sentrial }),
  legacy: () => tracked.generateLegacy('x', { sentrial }),
  register: () => new Mastra({ agents: { tracked } }),
  same: (): typeof agent => tracked,
  // @ts-expect-error a name that does not exist
  typo: () => tracked.generate('x', { sentrial: { userID: 'u' } }),
  // @ts-expect-error a value of the wrong type
  wrongType: () => tracked.stream('x', { sentrial: { userId: 42 } }),
  // @ts-expect-error an option that Mastra does not have
  wrongOption: () => tracked.stream('x', { maxStep: 5 }),
};
