import { Agent } from '@mastra/core/agent';
import { definePrices } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { drain, mockAgents } from '../../support/mock-agents.ts';
import { scriptedModel } from '../../support/scripted-model.ts';

const harness = openAgentHarness();
const usage = { inputTokens: 100, outputTokens: 10, totalTokens: 110 };

/** The cost of a call per model. Each sum shows how often every model was called. */
const callPico = { main: 1_100, helper: 11_000_000, structurer: 110_000_000_000 };
definePrices({
  'priced/main': { input: 0.00001, output: 0.00001 },
  'priced/helper': { input: 0.1, output: 0.1 },
  'priced/structurer': { input: 1000, output: 1000 },
});
const model = (id: string, lines: Parameters<typeof scriptedModel>[0]) =>
  scriptedModel(lines, { provider: 'priced.chat', id, usage });

describe.each(['generate', 'stream'] as const)('the cost of a session with %s()', (mode) => {
  it.each([
    ['instrumented', true],
    ['not instrumented', false],
  ])(
    'is the sum of all model calls, each counted once, with a sub-agent that is %s',
    async (_, isInstrumented) => {
      const helper = new Agent({
        id: 'helper',
        name: 'helper',
        description: 'Helps',
        instructions: 'Help.',
        model: model('helper', [{ text: 'helped' }]),
      });
      const failing = model('main', [{ throws: new Error('overloaded') }]);
      const main = model('main', [
        { tools: [{ name: 'agent-helper', args: { prompt: 'help' } }] },
        { text: 'it is four' },
      ]);
      const { tracked, agentName } = mockAgents(harness, {
        agent: {
          agents: { helper: isInstrumented ? harness.track(helper, 'helper') : helper },
          model: [
            { model: failing, maxRetries: 0 },
            { model: main, maxRetries: 0 },
          ],
        },
      });
      const structuredOutput = {
        schema: z.object({ n: z.number() }),
        model: model('structurer', [{ text: '{"n":4}' }]),
      };
      if (mode === 'generate') await tracked.generate('Go', { maxSteps: 3, structuredOutput });
      else await drain(await tracked.stream('Go', { maxSteps: 3, structuredOutput }));
      const { session, events } = await harness.session(agentName);
      const counts = { main: main.calls, helper: 1, structurer: 1 };
      const sum =
        counts.main * callPico.main +
        counts.helper * callPico.helper +
        counts.structurer * callPico.structurer;
      expect(session.totals).toMatchObject({ costPico: String(sum), unpricedCalls: 0 });
      const priced = events.flatMap(({ cost }) => (cost?.status === 'priced' ? [cost.totalPico] : []));
      expect(priced.reduce((total, pico) => total + pico, 0)).toBe(sum);
      expect(priced).toHaveLength(main.calls + 2);
    },
  );
});
