import { Agent } from '@mastra/core/agent';
import { Mastra } from '@mastra/core/mastra';
import { instrumentAgent, type SentrialCallOptions } from '@sentrial/mastra';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';

const agent = new Agent({ id: 'typed', name: 'Typed', model: 'openai/gpt-4o-mini', instructions: 'x' });
const tracked = instrumentAgent(agent, { apiKey: process.env.SENTRIAL_API_KEY, agentName: 'typed' });
const sentrial: SentrialCallOptions = {
  userId: 'u',
  convoId: 'c',
  metadata: { satisfaction: 5, source: 'web-chat' },
};

// Never called: what counts is that it compiles.
const calls = {
  generate: () => tracked.generate('x', { sentrial, maxSteps: 5 }),
  stream: () => tracked.stream('x', { sentrial }),
  structured: () =>
    tracked.generate('x', { sentrial, structuredOutput: { schema: z.object({ n: z.number() }) } }),
  resume: () => tracked.resumeStream({}, { sentrial, runId: 'r' }),
  approve: () => tracked.approveToolCall({ sentrial, runId: 'r', toolCallId: 't' }),
  decline: () => tracked.declineToolCall({ sentrial, runId: 'r', toolCallId: 't' }),
  network: () => tracked.network('x', { sentrial }),
  register: () => new Mastra({ agents: { tracked } }),
  // @ts-expect-error a name that does not exist
  typo: () => tracked.generate('x', { sentrial: { userID: 'u' } }),
  // @ts-expect-error a value of the wrong type
  wrongType: () => tracked.stream('x', { sentrial: { userId: 42 } }),
  // @ts-expect-error an option that does not exist
  unknownOption: () => instrumentAgent(agent, { apikey: 'k' }),
};

describe('the types of an instrumented agent', () => {
  it('are those of the agent', () => {
    expectTypeOf(tracked).toEqualTypeOf(agent);
  });

  it('keep the type of structured output', () => {
    type Structured = Awaited<ReturnType<typeof calls.structured>>;
    expectTypeOf<Structured['object']>().toEqualTypeOf<{ n: number }>();
  });

  it('keep the result types of generate() and stream()', () => {
    type Text = Awaited<ReturnType<typeof calls.generate>>['text'];
    expectTypeOf<Text>().toEqualTypeOf<string>();
    type Chunks = Awaited<ReturnType<typeof calls.stream>>['textStream'];
    expectTypeOf<Chunks>().toExtend<AsyncIterable<string>>();
  });
});
