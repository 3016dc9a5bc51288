import { describe, expect, it } from 'vitest';
import { workflowStateOf } from '../../../../lib/capture/mastra/run/run-outcome.ts';
import { openAgentHarness } from '../../../support/agent-harness.ts';

const harness = openAgentHarness();
let count = 0;

/** Records an agent-like object whose runs have this result. */
const sessionOf = async (result: object, mode: 'generate' | 'stream') => {
  const agentName = `reasons-${++count}`;
  const { finishReason, text, ...rest } = result as Record<string, unknown>;
  const stream = {
    fullStream: [],
    status: 'success',
    ...rest,
    _waitUntilFinished: async () => undefined,
    _getImmediateFinishReason: () => finishReason,
    _getImmediateText: () => text,
  };
  const agent = { generate: async () => result, stream: async () => stream };
  await harness.track(agent, agentName)[mode]();
  return (await harness.session(agentName)).session;
};

describe.each(['generate', 'stream'] as const)('the finish reason of a %s() run', (mode) => {
  it.each([
    ['interrupted', { status: 'cancelled', reason: 'interrupted', output: 'partial' }],
    ['tripwire', { status: 'cancelled', reason: 'blocked' }],
    ['aborted', { status: 'cancelled', reason: 'aborted' }],
    ['error', { status: 'failed', reason: 'error' }],
    ['stop', { status: 'completed', output: 'partial' }],
    ['length', { status: 'completed', output: 'partial' }],
  ])('%s ends the session accordingly', async (finishReason, expected) => {
    expect(await sessionOf({ finishReason, text: 'partial' }, mode)).toMatchObject(expected);
  });
});

describe('the status of a workflow run', () => {
  it.each([
    [
      { status: 'success', result: 1 },
      { status: 'completed', output: 1, runId: 'r' },
    ],
    [{ status: 'canceled' }, { status: 'cancelled', reason: 'aborted' }],
    [
      { status: 'tripwire', tripwire: { reason: 'no' } },
      { status: 'cancelled', reason: 'blocked' },
    ],
    [{ status: 'tripwire' }, { status: 'cancelled', reason: 'blocked' }],
    [
      { status: 'failed', error: new Error('x') },
      { status: 'failed', reason: 'error' },
    ],
    [{ status: 'failed' }, { status: 'failed', reason: 'error' }],
  ])('%j ends the session accordingly', (result, outcome) => {
    expect(workflowStateOf(result, 'r')).toMatchObject({ state: 'ended', outcome });
  });

  it.each(['suspended', 'paused'])('%s keeps the session waiting', (status) => {
    expect(workflowStateOf({ status }, 'r')).toEqual({ state: 'suspended', runId: 'r' });
  });
});
