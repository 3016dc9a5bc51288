import { Agent } from 'mastra-core-0-24/agent';
import { RuntimeContext } from 'mastra-core-0-24/runtime-context';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { mastra024Agents } from '../../support/mastra-0.24-agents.ts';
import { type AnyAgent, drain } from '../../support/mock-agents.ts';
import { scriptedModel, scriptedV1Model } from '../../support/scripted-model.ts';

const harness = openAgentHarness();
const unhandled = vi.fn();

beforeEach(() => {
  unhandled.mockClear();
  process.on('unhandledRejection', unhandled);
});
afterEach(async () => {
  await new Promise(setImmediate);
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

const recordedCallbacks = () => {
  const called: string[] = [];
  const record = (name: string) => () => void called.push(name);
  const names = ['onStepFinish', 'onFinish', 'onError', 'onAbort'];
  return { called, callbacks: Object.fromEntries(names.map((name) => [name, record(name)])) };
};

const guard = (method: string) => ({
  id: 'guard',
  name: 'guard',
  [method]: async ({ abort }: { abort(reason: string): never }) => abort('not allowed here'),
});

const once = { modelSettings: { maxRetries: 0 } };
const modes = {
  'generate()': async (agent: AnyAgent, options?: object) => void (await agent.generate('Go', options)),
  'stream()': async (agent: AnyAgent, options?: object) => drain(await agent.stream('Go', options)),
  "stream() of format 'aisdk'": async (agent: AnyAgent, options?: object) =>
    drain(await agent.stream('Go', { ...options, format: 'aisdk' })),
};

describe.each(Object.entries(modes))('Mastra 0.24: the session of a %s run', (_, run) => {
  it('records input, output, identity, model calls, and tools by their id', async () => {
    const lines = [
      {
        tools: [
          { name: 'lookup', args: { q: 'a' }, id: 'good' },
          { name: 'failing', args: { q: 'b' }, id: 'thrown' },
        ],
      },
      { text: 'all done' },
    ];
    const { tracked, agentName } = mastra024Agents(harness, { lines });
    const { called, callbacks } = recordedCallbacks();
    const memory = { resource: 'user-1', thread: 'thread-1' };
    await run(tracked, { memory, sentrial: { userId: 'override', metadata: { plan: 'pro' } }, ...callbacks });
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({
      status: 'completed',
      input: 'Go',
      output: 'all done',
      userId: 'override',
      convoId: 'thread-1',
      metadata: { plan: 'pro' },
      totals: { promptTokens: 20, completionTokens: 10 },
    });
    expect(events).toMatchObject([
      { name: 'llm:mock:mock-model', usage: { inputTokens: 10, outputTokens: 5 } },
      { name: 'look-up', toolCallId: 'good', input: { q: 'a' }, output: { found: 'a' }, status: 'ok' },
      { name: 'fail-always', error: { type: 'TypeError', message: 'the shelf is empty' }, status: 'error' },
      { name: 'llm:mock:mock-model', output: { text: 'all done' } },
    ]);
    expect(called).toEqual(['onStepFinish', 'onStepFinish', 'onFinish']);
  });

  it('fails with the error of the model', async () => {
    const { tracked, agentName } = mastra024Agents(harness, {
      lines: [{ throws: new RangeError('too long') }],
    });
    const { called, callbacks } = recordedCallbacks();
    await run(tracked, { ...once, ...callbacks }).catch(() => undefined);
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({
      status: 'failed',
      reason: 'error',
      failure: { type: 'RangeError', message: 'too long' },
    });
    expect(events).toMatchObject([{ kind: 'llm', status: 'error' }]);
    expect(called).toContain('onError');
  });

  it('fails with the error that interrupts the answer', async () => {
    const lines = [{ text: 'half of', errorPart: new Error('connection lost') }];
    const { tracked, agentName } = mastra024Agents(harness, { lines });
    await run(tracked, once).catch(() => undefined);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'failed', failure: { message: 'connection lost' } });
  });

  it('is cancelled together with its running model call when the caller aborts', async () => {
    const abort = new AbortController();
    const { tracked, agentName } = mastra024Agents(harness, {
      model: { latencyMs: 45, onCall: () => setTimeout(() => abort.abort(), 10) },
    });
    await run(tracked, { abortSignal: abort.signal });
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'cancelled', reason: 'aborted' });
    expect(events).toMatchObject([{ kind: 'llm', status: 'cancelled' }]);
  });

  it.each(['processInput', 'processOutputStream', 'processOutputResult'])(
    'is cancelled as blocked when a processor refuses in %s()',
    async (method) => {
      const processors = method === 'processInput' ? 'inputProcessors' : 'outputProcessors';
      const { tracked, agentName } = mastra024Agents(harness, { agent: { [processors]: [guard(method)] } });
      await run(tracked);
      const { session } = await harness.session(agentName);
      expect(session).toMatchObject({
        status: 'cancelled',
        reason: 'blocked',
        failure: { type: 'TripWire', message: 'not allowed here' },
      });
    },
  );

  it('has an event for each attempt, named after the requested model', async () => {
    const models = [
      scriptedModel([{ throws: new Error('overloaded') }], { id: 'first-choice' }),
      scriptedModel([{ text: 'here' }], { id: 'second-choice' }),
    ];
    const entries = models.map((model) => ({ model, maxRetries: 0 }));
    const { tracked, agentName } = mastra024Agents(harness, { agent: { model: entries } });
    await run(tracked);
    const { session, events } = await harness.session(agentName);
    const calls = models.map(({ modelId, calls }) => Array(calls).fill(`llm:mock:${modelId}`));
    expect(events.map(({ name }) => name)).toEqual(calls.flat());
    expect(session).toMatchObject({ status: 'completed', output: 'here' });
  });
});

describe('Mastra 0.24', () => {
  it('records a run and its continuation after an approval as one session', async () => {
    const lines = [{ tools: [{ name: 'deletion', args: { q: 'all' } }] }, { text: 'gone' }];
    const { tracked, agentName } = mastra024Agents(harness, { lines });
    const first = await tracked.stream('Delete');
    await drain(first);
    await vi.waitFor(async () =>
      expect(await harness.sessions(agentName)).toMatchObject([
        { session: { status: 'running', reason: 'suspended', runId: first.runId } },
      ]),
    );
    await drain(await tracked.approveToolCall({ runId: first.runId }));
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'gone' });
    expect(events.map(({ name }) => name)).toEqual([
      'llm:mock:mock-model',
      'delete-it',
      'llm:mock:mock-model',
    ]);
  });

  it('resumes a run in its session before the suspension is detected', async () => {
    const lines = [{ tools: [{ name: 'question', args: { q: 'why' } }] }, { text: 'done' }];
    const { tracked, agentName } = mastra024Agents(harness, { lines });
    const first = await tracked.stream('Ask');
    await drain(first);
    await drain(await tracked.resumeStream({ answer: 'because' }, { runId: first.runId }));
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', input: 'Ask', output: 'done' });
    expect(events[1]).toMatchObject({ name: 'ask-human', output: { answer: 'because' } });
  });

  it('names tools that are chosen per call by their id', async () => {
    const lines = [{ tools: [{ name: 'lookup', args: { q: 'a' } }] }, { text: 'done' }];
    const { plain } = mastra024Agents(harness, { lines });
    const known = await plain.getTools();
    const agent = { tools: async () => known };
    const { tracked, agentName } = mastra024Agents(harness, { lines, agent });
    await tracked.generate('Go', { runtimeContext: new RuntimeContext() });
    const { events } = await harness.session(agentName);
    expect(events[1]).toMatchObject({ name: 'look-up', output: { found: 'a' } });
  });

  it('fails the session of an unread stream when its model fails', async () => {
    const { tracked, agentName } = mastra024Agents(harness, {
      lines: [{ throws: new RangeError('too long') }],
    });
    await tracked.stream('Go', once);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'failed', failure: { message: 'too long' } });
  });

  it('throws the same error object that the model throws', async () => {
    const error = new RangeError('too long');
    const { tracked } = mastra024Agents(harness, { lines: [{ throws: error }] });
    await expect(tracked.generate('Go', once)).rejects.toBe(error);
  });

  it('completes the session when the consumer stops early', async () => {
    const { tracked, agentName } = mastra024Agents(harness, { lines: [{ text: 'one two three' }] });
    for await (const _ of (await tracked.stream('Go')).fullStream) break;
    expect((await harness.session(agentName)).session.status).toBe('completed');
  });

  it.each(['generateLegacy', 'streamLegacy'])('records %s() with the usage of its steps', async (method) => {
    const { tracked, agentName } = mastra024Agents(harness, {
      agent: { model: scriptedV1Model('from before') },
    });
    const result = await tracked[method]('Go', { resourceId: 'user', threadId: 'legacy' });
    if (method === 'streamLegacy') for await (const _ of result.textStream);
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'from before', userId: 'user' });
    expect(events).toMatchObject([{ usage: { inputTokens: 7, outputTokens: 3 } }]);
  });

  it('instruments an agent without reading a getter that throws', () => {
    const agent = new Agent({
      name: 'dynamic',
      instructions: () => 'x',
      tools: () => ({}),
      model: () => scriptedModel([]),
    });
    expect(harness.track(agent, 'dynamic')).toBeInstanceOf(Agent);
  });
});
