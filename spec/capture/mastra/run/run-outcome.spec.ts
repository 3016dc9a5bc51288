import { Agent } from '@mastra/core/agent';
import { MockMemory } from '@mastra/core/memory';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openAgentHarness } from '../../../support/agent-harness.ts';
import { type AnyAgent, drain, mockAgents } from '../../../support/mock-agents.ts';
import { scriptedModel } from '../../../support/scripted-model.ts';

const harness = openAgentHarness();

const guard = (method: string) => ({
  id: 'guard',
  name: 'guard',
  [method]: async ({ abort }: { abort(reason: string): never }) => abort('not allowed here'),
});

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

  it('fails when the model does, with the error of the model', async () => {
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

  it('is cancelled when the caller aborts, and so is the call that was going on', async () => {
    const abort = new AbortController();
    const { tracked, agentName } = mockAgents(harness, {
      model: { latencyMs: 100, onCall: () => setTimeout(() => abort.abort(), 10) },
    });
    await run(tracked, { abortSignal: abort.signal });
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'cancelled', reason: 'aborted' });
    expect(events).toMatchObject([{ kind: 'llm', status: 'cancelled' }]);
  });

  it('is cancelled when the caller aborts, and so are a sub-agent that was at work and its call', async () => {
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

  it('is cancelled whatever the reason of the abort is, and so is the call', async () => {
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

  it('has the calls of a model that is frozen', async () => {
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

  it('is cancelled as blocked when a processor refuses the output, its tokens counted', async () => {
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
    'waits while a human is asked, and is one session with what follows (%s)',
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
  it('keeps the tokens of an answer that was refused while it came', async () => {
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
      'breaks off',
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

  it('completes when nobody reads it but the memory of its thread', async () => {
    const { tracked, agentName } = mockAgents(harness, { agent: { memory: new MockMemory() } });
    await tracked.stream('Go', { memory: { resource: 'user', thread: 'thread' } });
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'hello there' });
  });

  it('goes on for as long as its prepareStep and its processors take', async () => {
    const wait = () => new Promise((resolve) => setTimeout(resolve, 10_500));
    const slow = {
      id: 'slow',
      async processInput({ messages }: { readonly messages: unknown }) {
        await wait();
        return messages;
      },
    };
    const processed = mockAgents(harness, { agent: { inputProcessors: [slow] } });
    const prepared = mockAgents(harness);
    await Promise.all([
      drain(await prepared.tracked.stream('Go', { prepareStep: async () => void (await wait()) })),
      drain(await processed.tracked.stream('Go')),
    ]);
    for (const { agentName } of [prepared, processed]) {
      const { session, events } = await harness.session(agentName);
      expect(session).toMatchObject({ status: 'completed', output: 'hello there' });
      expect(events).toMatchObject([{ kind: 'llm', status: 'ok' }]);
      expect(events[0]?.late).toBeUndefined();
    }
  }, 30_000);

  it('is given up as abandoned ten seconds after nobody read it', async () => {
    const { tracked, agentName } = mockAgents(harness);
    const result = await tracked.stream('Go');
    await vi.waitFor(
      async () => expect((await harness.session(agentName)).session.status).toBe('cancelled'),
      15_000,
    );
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ reason: 'abandoned', output: 'hello there' });
    expect(events).toMatchObject([{ kind: 'llm', status: 'ok' }]);
    await drain(result);
    await vi.waitFor(async () => expect((await harness.session(agentName)).session.status).toBe('completed'));
  }, 20_000);

  it('fails with the error that ended the stream in its middle, with what had come', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ text: 'half of', errorPart: new Error('connection lost') }],
    });
    await drain(await tracked.stream('Go'));
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'failed', failure: { message: 'connection lost' } });
    expect(events).toMatchObject([{ status: 'error', output: { text: 'half of' } }]);
  });
});

describe('a callback of the caller that throws', () => {
  it('fails the session as it fails generate()', async () => {
    const { tracked, agentName } = mockAgents(harness);
    const onFinish = () => {
      throw new Error('no disk');
    };
    await expect(tracked.generate('Go', { onFinish })).rejects.toThrow('no disk');
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'failed', failure: { message: 'no disk' } });
  });
});
