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
