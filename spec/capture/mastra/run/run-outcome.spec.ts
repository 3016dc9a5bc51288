import { Agent } from '@mastra/core/agent';
import { MockMemory } from '@mastra/core/memory';
import { toMemory } from '@sentrial/mastra/testing';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { instrumentWithClock } from '../../../../lib/capture/mastra/instrument-agent.ts';
import { openAgentHarness } from '../../../support/agent-harness.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { type AnyAgent, drain, mockAgents } from '../../../support/mock-agents.ts';
import { scriptedModel } from '../../../support/scripted-model.ts';

const harness = openAgentHarness();

const guard = (method: string) => ({
  id: 'guard',
  name: 'guard',
  [method]: async ({ abort }: { abort(reason: string): never }) => abort('not allowed here'),
});

/** Records an agent into memory, with the timers of its runs on a manual clock. */
function clocked(agent: AnyAgent) {
  const clock = createManualClock();
  const memory = toMemory();
  const tracked: AnyAgent = instrumentWithClock(agent, { destinations: [memory] }, clock);
  return { clock, memory, tracked };
}

const modes = {
  'generate()': async (agent: AnyAgent, options?: object) => void (await agent.generate('Go', options)),
  'stream()': async (agent: AnyAgent, options?: object) => drain(await agent.stream('Go', options)),
};

describe.each(Object.entries(modes))('the session of a %s run', (_, run) => {
  it('completes with the answer', async () => {
    const { tracked, agentName } = mockAgents(harness);
    await run(tracked);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'hello there' });
    expect(session.reason).toBeUndefined();
  });

  it('fails with the error of the model', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ throws: new RangeError('context too long') }],
    });
    await run(tracked).catch(() => undefined);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({
      status: 'failed',
      reason: 'error',
      failure: { type: 'RangeError', message: 'context too long' },
    });
  });

  it('is cancelled together with its running model call when the caller aborts', async () => {
    const abort = new AbortController();
    const { tracked, agentName } = mockAgents(harness, {
      model: { latencyMs: 45, onCall: () => setTimeout(() => abort.abort(), 10) },
    });
    await run(tracked, { abortSignal: abort.signal });
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'cancelled', reason: 'aborted' });
    expect(events).toMatchObject([{ kind: 'llm', status: 'cancelled' }]);
  });

  it('is cancelled together with a running sub-agent and its model call when the caller aborts', async () => {
    const abort = new AbortController();
    const model = scriptedModel([{ text: 'too late' }], {
      id: 'helper-model',
      onCall: ({ abortSignal }) =>
        new Promise((_, reject) => {
          abortSignal?.addEventListener('abort', () => reject(abortSignal.reason));
          abort.abort();
        }),
    });
    const named = { id: 'helper', name: 'helper', description: 'Helps', instructions: 'Help.' };
    const helper = new Agent({ ...named, model } as never);
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ tools: [{ name: 'agent-helper', args: { prompt: 'Help' } }] }, { text: 'done' }],
      agent: { agents: { helper } },
    });
    await run(tracked, { abortSignal: abort.signal });
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'cancelled', reason: 'aborted' });
    const statusOf = (name: string) => events.find((event) => event.name === name)?.status;
    expect([statusOf('helper'), statusOf('llm:mock:helper-model')]).toEqual(['cancelled', 'cancelled']);
  });

  it('is cancelled together with its model call for any abort reason', async () => {
    const abort = new AbortController();
    const reason = new RangeError('too slow');
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ throws: reason }],
      model: { onCall: () => abort.abort(reason) },
    });
    await run(tracked, { abortSignal: abort.signal, modelSettings: { maxRetries: 0 } }).catch(
      () => undefined,
    );
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'cancelled', reason: 'aborted' });
    expect(events).toMatchObject([{ kind: 'llm', status: 'cancelled' }]);
  });

  it('contains the calls of a frozen model', async () => {
    const frozen = Object.freeze(scriptedModel([{ text: 'cold' }]));
    const { tracked, agentName } = mockAgents(harness);
    await run(tracked, { prepareStep: () => ({ model: frozen }) });
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'cold' });
    expect(events).toMatchObject([{ kind: 'llm', output: { text: 'cold' } }]);
  });

  it('is cancelled as blocked when a processor refuses the input', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      agent: { inputProcessors: [guard('processInput')] },
    });
    await run(tracked);
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({
      status: 'cancelled',
      reason: 'blocked',
      failure: { type: 'TripWire', message: 'not allowed here' },
    });
    expect(events).toEqual([]);
  });

  it('is cancelled as blocked with its tokens counted when a processor refuses the output', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      agent: { outputProcessors: [guard('processOutputResult')] },
    });
    await run(tracked);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'cancelled', reason: 'blocked', totals: { promptTokens: 10 } });
  });

  it('completes at the last of the allowed steps', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ tools: [{ name: 'lookup', args: { q: 'a' } }] }],
    });
    await run(tracked, { maxSteps: 2 });
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', llmCount: 2, toolCount: 2 });
  });

  it('completes with the fallback value of a structured answer', async () => {
    const { tracked, agentName } = mockAgents(harness, { lines: [{ text: 'no structure' }] });
    const schema = z.object({ n: z.number() });
    await run(tracked, { structuredOutput: { schema, errorStrategy: 'fallback', fallbackValue: { n: 0 } } });
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: { n: 0 } });
  });

  it.each(['thread', undefined])(
    'stays suspended until an approval and includes the continuation (thread: %s)',
    async (thread) => {
      const lines = [{ tools: [{ name: 'deletion', args: { q: 'all' } }] }, { text: 'gone' }];
      const { tracked, agentName } = mockAgents(harness, {
        lines,
        agent: thread ? { memory: new MockMemory() } : {},
      });
      const options = thread ? { memory: { resource: 'user', thread } } : {};
      const first = await tracked.stream('Delete', options);
      await drain(first);
      const [waiting] = await harness.sessions(agentName);
      await drain(await tracked.approveToolCall({ runId: first.runId }));
      const { session, events } = await harness.session(agentName);
      expect(waiting?.session).toMatchObject({ status: 'running', reason: 'suspended', runId: first.runId });
      expect(session).toMatchObject({ status: 'completed', output: 'gone', id: waiting?.session.id });
      expect(session.reason).toBeUndefined();
      expect(events.map(({ name }) => name)).toEqual([
        'llm:mock:mock-model',
        'delete-it',
        'llm:mock:mock-model',
      ]);
    },
  );
});

describe('the session of a stream() run', () => {
  it('keeps the tokens of an answer that is refused while it streams', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      agent: { outputProcessors: [guard('processOutputStream')] },
    });
    await drain(await tracked.stream('Go'));
    await vi.waitFor(async () => {
      const { session, events } = await harness.session(agentName);
      expect(session).toMatchObject({ status: 'cancelled', reason: 'blocked' });
      expect(events).toMatchObject([{ kind: 'llm', usage: { inputTokens: 10, outputTokens: 5 } }]);
    });
  });

  it.each([
    [
      'stops early',
      async (result: AnyAgent) => {
        for await (const _ of result.fullStream) break;
      },
    ],
    [
      'cancels the reader',
      async (result: AnyAgent) => {
        const reader = result.fullStream.getReader();
        await reader.read();
        await reader.cancel();
      },
    ],
  ])('completes with the whole answer when the consumer %s', async (_, consume) => {
    const { tracked, agentName } = mockAgents(harness, { lines: [{ text: 'one two three' }] });
    await consume(await tracked.stream('Go'));
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'one two three' });
  });

  it('completes without a reader when its thread has memory', async () => {
    const { tracked, agentName } = mockAgents(harness, { agent: { memory: new MockMemory() } });
    await tracked.stream('Go', { memory: { resource: 'user', thread: 'thread' } });
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'hello there' });
  });

  it('stays running during a slow prepareStep', async () => {
    const { clock, memory, tracked } = clocked(mockAgents(harness).plain);
    const returned = Promise.withResolvers<void>();
    const prepareStep = async () => {
      await returned.promise;
      await clock.advance(10_500);
      expect(memory.sessions()).toMatchObject([{ status: 'running' }]);
    };
    const result = await tracked.stream('Go', { prepareStep });
    returned.resolve();
    await drain(result);
    const [session] = await memory.settled();
    expect(session).toMatchObject({ status: 'completed', output: 'hello there' });
    expect(session?.events).toMatchObject([{ kind: 'llm', status: 'ok' }]);
    expect(session?.events[0]?.late).toBeUndefined();
  });

  it.each(['processInput', 'processInputStep'])('stays running during a slow %s()', async (method) => {
    const returned = Promise.withResolvers<void>();
    const slow = {
      id: 'slow',
      async [method]({ messages }: { readonly messages: unknown }) {
        // stream() returns only after processInput().
        if (method === 'processInputStep') await returned.promise;
        await clock.advance(10_500);
        expect(memory.sessions()).toMatchObject([{ status: 'running' }]);
        return method === 'processInput' ? messages : {};
      },
    };
    const agent = { inputProcessors: [slow] };
    const { clock, memory, tracked } = clocked(mockAgents(harness, { agent }).plain);
    const result = await tracked.stream('Go');
    returned.resolve();
    await drain(result);
    const [session] = await memory.settled();
    expect(session).toMatchObject({ status: 'completed', output: 'hello there' });
  });

  it('is cancelled as abandoned after ten seconds without a reader', async () => {
    const { clock, memory, tracked } = clocked(mockAgents(harness).plain);
    const result = await tracked.stream('Go');
    await vi.waitFor(() => expect(memory.events()).toMatchObject([{ kind: 'llm', status: 'ok' }]));
    await clock.advance(9_000);
    expect(memory.sessions()).toMatchObject([{ status: 'running' }]);
    await clock.advance(1_500);
    const [session] = await memory.settled();
    expect(session).toMatchObject({ status: 'cancelled', reason: 'abandoned', output: 'hello there' });
    await drain(result);
    await vi.waitFor(() => expect(memory.sessions()).toMatchObject([{ status: 'completed' }]));
  });

  it('fails with the error that interrupts the stream, with the partial answer', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ text: 'half of', errorPart: new Error('connection lost') }],
    });
    await drain(await tracked.stream('Go'));
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'failed', failure: { message: 'connection lost' } });
    expect(events).toMatchObject([{ status: 'error', output: { text: 'half of' } }]);
  });
});

describe("a caller's callback that throws", () => {
  it('fails the session and generate()', async () => {
    const { tracked, agentName } = mockAgents(harness);
    const onFinish = () => {
      throw new Error('no disk');
    };
    await expect(tracked.generate('Go', { onFinish })).rejects.toThrow('no disk');
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'failed', failure: { message: 'no disk' } });
  });
});
