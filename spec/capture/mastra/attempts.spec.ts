import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { drain, mockAgents } from '../../support/mock-agents.ts';

const harness = openAgentHarness();

const rejection = (message: string) => ({
  throws: Object.assign(new Error(message), { isRetryable: false }),
});
const retrying = {
  id: 'retrying',
  processAPIError: ({ retryCount }: { readonly retryCount: number }) => ({ retry: retryCount < 2 }),
};

describe.each(['generate', 'stream'] as const)('a run whose error processor retries (%s)', (mode) => {
  it('has events for each failed call and the successful one', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      lines: [rejection('too long'), rejection('still too long'), { text: 'short enough' }],
      agent: { errorProcessors: [retrying] },
    });
    const options = { maxProcessorRetries: 3, modelSettings: { maxRetries: 0 } };
    if (mode === 'generate') await tracked.generate('Go', options);
    else await drain(await tracked.stream('Go', options));
    const { session, events } = await harness.session(agentName);
    expect(events.map(({ status, error }) => error?.message ?? status)).toEqual([
      'too long',
      'still too long',
      'ok',
    ]);
    expect(session).toMatchObject({ status: 'completed', output: 'short enough', llmCount: 3 });
  });
});

describe.each(['generate', 'stream'] as const)(
  'attempts that an error processor asks for in %s()',
  (mode) => {
    it.each([
      ['thrown', { throws: new Error('overloaded') }],
      ['an error part', { errorPart: new Error('overloaded') }],
    ])('are numbered within their step (%s)', async (_, failure) => {
      const retry = {
        id: 'retry',
        name: 'retry',
        processAPIError: async ({ retryCount }: { retryCount: number }) => ({ retry: retryCount < 3 }),
      };
      const call = { tools: [{ name: 'lookup', args: { q: 'a' } }] };
      const { tracked, agentName } = mockAgents(harness, {
        lines: [failure, failure, call, failure, { text: 'done' }],
        agent: { errorProcessors: [retry], maxRetries: 0 },
      });
      if (mode === 'generate') await tracked.generate('Go');
      else await drain(await tracked.stream('Go'));
      const { session, events } = await harness.session(agentName);
      expect(session).toMatchObject({ status: 'completed', output: 'done' });
      const calls = events.filter(({ kind }) => kind === 'llm');
      expect(calls.map(({ status, attempt = 1 }) => [status, attempt])).toEqual([
        ['error', 1],
        ['error', 2],
        ['ok', 3],
        ['error', 1],
        ['ok', 2],
      ]);
    });
  },
);
