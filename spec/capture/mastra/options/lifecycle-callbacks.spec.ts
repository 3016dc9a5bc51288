import { describe, expect, it, vi } from 'vitest';
import { openAgentHarness } from '../../../support/agent-harness.ts';
import { drain, mockAgents } from '../../../support/mock-agents.ts';

const harness = openAgentHarness();

describe('callbacks in the default options of an agent', () => {
  it.each(['generate', 'stream'] as const)('are called as on the original agent (%s)', async (mode) => {
    const defaults = { onStepFinish: vi.fn(), onFinish: vi.fn() };
    const { tracked, agentName } = mockAgents(harness, { agent: { defaultOptions: defaults } });
    if (mode === 'generate') await tracked.generate('Go');
    else await drain(await tracked.stream('Go'));
    expect((await harness.session(agentName)).session.status).toBe('completed');
    expect(defaults.onStepFinish).toHaveBeenCalledOnce();
    expect(defaults.onFinish).toHaveBeenCalledOnce();
  });
});
