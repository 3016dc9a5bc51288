import { MockMemory } from '@mastra/core/memory';
import { InMemoryStore } from '@mastra/core/storage';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { eventTree } from '../../support/event-tree.ts';
import { drain, mockAgents } from '../../support/mock-agents.ts';
import { scriptedV1Model } from '../../support/scripted-model.ts';

const harness = openAgentHarness();
const requestsDeletion = [{ tools: [{ name: 'deletion', args: { q: 'all' } }] }, { text: 'done' }];
const asksQuestion = [{ tools: [{ name: 'question', args: { q: 'why' } }] }, { text: 'done' }];

describe('resuming a run', () => {
  it.each(['stream', 'generate'])('records a declined tool call with its reason (%s)', async (mode) => {
    const { tracked, agentName } = mockAgents(harness, { lines: requestsDeletion });
    if (mode === 'stream') {
      const first = await tracked.stream('Delete');
      await drain(first);
      await drain(await tracked.declineToolCall({ runId: first.runId, reason: 'too risky' }));
    } else {
      const { runId, suspendPayload } = await tracked.generate('Delete');
      const { toolCallId } = suspendPayload;
      await tracked.declineToolCallGenerate({ runId, toolCallId, reason: 'too risky' });
    }
    const { session, events } = await harness.session(agentName);
    expect(session.status).toBe('completed');
    expect(events[1]).toMatchObject({
      name: 'delete-it',
      status: 'cancelled',
      input: { q: 'all' },
      error: { type: 'ToolCallDeclined', message: 'too risky' },
    });
  });

  it.each(['while the stream is read', 'after the stream has ended'])(
    'records a run whose tool call is approved %s as one session',
    async (when) => {
      const { tracked, agentName } = mockAgents(harness, { lines: requestsDeletion });
      const first = await tracked.stream('Delete');
      const approve = async () => drain(await tracked.approveToolCall({ runId: first.runId }));
      for await (const { type } of first.fullStream) {
        if (type === 'tool-call-approval' && when === 'while the stream is read') await approve();
      }
      if (when === 'after the stream has ended') await approve();
      const { session, events } = await harness.session(agentName);
      expect(session).toMatchObject({ status: 'completed', input: 'Delete', output: 'done' });
      expect(events).toHaveLength(3);
      expect(await harness.sessions(agentName)).toHaveLength(1);
    },
  );

  it.each(['sendToolApproval', 'sendStreamResume'])(
    'records the continuation after %s() in the suspended session',
    async (method) => {
      const memory = { resource: 'user', thread: `thread of ${method}` };
      const { tracked, agentName } = mockAgents(harness, {
        lines: requestsDeletion,
        agent: { memory: new MockMemory() },
      });
      const { runId, fullStream } = await tracked.stream('Delete', { memory });
      let toolCallId: string | undefined;
      for await (const { type, payload } of fullStream) {
        if (type === 'tool-call-approval') toolCallId = payload.toolCallId;
      }
      const target = { resourceId: memory.resource, threadId: memory.thread, runId, toolCallId };
      if (method === 'sendToolApproval') await tracked.sendToolApproval({ ...target, approved: true });
      else await tracked.sendStreamResume({ ...target, resumeData: { approved: true } });
      await vi.waitFor(async () => {
        const { session, events } = await harness.session(agentName);
        expect(session).toMatchObject({ status: 'completed', output: 'done' });
        expect(events.filter(({ kind }) => kind === 'llm')).toHaveLength(2);
      }, 5000);
    },
  );

  it('records an approved generate() as one session', async () => {
    const { tracked, agentName } = mockAgents(harness, { lines: requestsDeletion });
    const { runId, suspendPayload } = await tracked.generate('Delete');
    await tracked.approveToolCallGenerate({ runId, toolCallId: suspendPayload.toolCallId });
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'done' });
    expect(events.map(({ output }) => output)).toContain('deleted all');
  });

  it.each(['resumeStream', 'resumeGenerate'])(
    'records a suspending tool and %s() as one session',
    async (method) => {
      const { tracked, agentName } = mockAgents(harness, { lines: asksQuestion });
      const { runId } = await tracked.generate('Ask');
      const resumed = await tracked[method]({ answer: 'because' }, { runId });
      if (method === 'resumeStream') await drain(resumed);
      const stored = await harness.session(agentName);
      expect(stored.session).toMatchObject({ status: 'completed', input: 'Ask', output: 'done' });
      expect(stored.events.at(-2)).toMatchObject({ name: 'ask-human', output: { answer: 'because' } });
      expect(eventTree(stored).filter((line) => line.startsWith('llm'))).toHaveLength(2);
    },
  );
});

describe('a run that is resumed in another process', () => {
  it('continues the original session', async () => {
    const storage = new InMemoryStore();
    const first = mockAgents(harness, { lines: requestsDeletion, mastra: { storage } });
    const { runId } = await first.tracked.generate('Delete');
    const otherProcess = harness.track(first.plain, first.agentName, { failSilently: false });
    await harness.sessions(first.agentName);
    await drain(await otherProcess.approveToolCall({ runId }));
    const { session, events } = await harness.session(first.agentName);
    expect(session).toMatchObject({ status: 'completed', input: 'Delete', output: 'done', runId });
    expect(events.map(({ name }) => name)).toEqual([
      'llm:mock:mock-model',
      'delete-it',
      'llm:mock:mock-model',
    ]);
  });
});

describe('messages and signals', () => {
  const memory = () => ({ memory: new MockMemory() });

  it('records a run that a message starts', async () => {
    const { tracked, agentName } = mockAgents(harness, { agent: memory() });
    const { accepted } = tracked.sendMessage('wake up', { resourceId: 'user', threadId: 'wake' });
    expect(await accepted).toMatchObject({ action: 'wake' });
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ input: 'wake up', status: 'completed', userId: 'user', convoId: 'wake' });
  });

  it('records a message queued during a run as a separate session', async () => {
    const { tracked, agentName } = mockAgents(harness, { agent: memory(), model: { latencyMs: 50 } });
    const onFinish = vi.fn();
    const first = await tracked.stream('first', { memory: { resource: 'user', thread: 'queue' }, onFinish });
    tracked.queueMessage('second', { resourceId: 'user', threadId: 'queue' });
    await drain(first);
    await vi.waitFor(async () => {
      const sessions = await harness.sessions(agentName);
      expect(sessions.map(({ session }) => [session.input, session.status])).toEqual([
        ['first', 'completed'],
        ['second', 'completed'],
      ]);
      expect(sessions.map(({ events }) => events.length)).toEqual([1, 1]);
    });
  });
});

describe('other run methods', () => {
  it.each(['streamUntilIdle', 'untilIdle'])('records %s as one session', async (method) => {
    const { tracked, agentName } = mockAgents(harness, { agent: { memory: new MockMemory() } });
    const memory = { resource: 'user', thread: method };
    await drain(
      method === 'untilIdle'
        ? await tracked.stream('Go', { untilIdle: true, memory })
        : await tracked.streamUntilIdle('Go', { memory }),
    );
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'hello there' });
    expect(events).toHaveLength(1);
  });

  it('records an agent network as one session with its total tokens', async () => {
    const routing = { primitiveId: 'none', primitiveType: 'none', prompt: '', selectionReason: 'done' };
    const verdict = { isComplete: true, completionReason: 'done', finalResult: 'the answer' };
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ text: JSON.stringify(routing) }, { text: JSON.stringify(verdict) }],
      agent: { memory: new MockMemory() },
    });
    const network = await tracked.network('Go', { memory: { resource: 'user', thread: 'network' } });
    for await (const _ of network);
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', userId: 'user' });
    expect(events).toMatchObject([
      {
        kind: 'llm',
        name: 'llm:network',
        usage: await network.usage.then(({ inputTokens, outputTokens }: Record<string, number>) => ({
          inputTokens,
          outputTokens,
        })),
      },
    ]);
  });

  it.each(['generateLegacy', 'streamLegacy'])('records %s() with the usage of its steps', async (method) => {
    const { tracked, agentName } = mockAgents(harness, { agent: { model: scriptedV1Model('from before') } });
    const onFinish = vi.fn();
    const result = await tracked[method]('Go', { onFinish, resourceId: 'user', threadId: 'legacy' });
    if (method === 'streamLegacy') for await (const _ of result.textStream);
    const { session, events } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'from before', userId: 'user' });
    expect(events).toMatchObject([
      {
        name: 'llm:openai:gpt-4o-mini',
        usage: { inputTokens: 7, outputTokens: 3 },
        cost: { status: 'priced' },
        output: { text: 'from before' },
      },
    ]);
  });

  it.each(['generateLegacy', 'streamLegacy'])(
    'records %s() with an object as output and its usage',
    async (method) => {
      const { tracked, agentName } = mockAgents(harness, { agent: { model: scriptedV1Model('{"n":1}') } });
      const result = await tracked[method]('Go', { output: z.object({ n: z.number() }) });
      if (method === 'streamLegacy') for await (const _ of result.partialObjectStream);
      expect(await result.object).toEqual({ n: 1 });
      const { session, events } = await harness.session(agentName);
      expect(session).toMatchObject({ status: 'completed', output: { n: 1 }, llmCount: 1 });
      expect(events).toMatchObject([
        {
          name: 'llm:openai:gpt-4o-mini',
          usage: { inputTokens: 7, outputTokens: 3 },
          cost: { status: 'priced' },
          output: { text: '{"n":1}' },
        },
      ]);
    },
  );

  it('records a durable agent', async () => {
    const lines = [{ tools: [{ name: 'lookup', args: { q: 'a' } }] }, { text: 'done' }];
    const { tracked, agentName } = mockAgents(harness, { lines, agent: { durable: true } });
    await tracked.generate('Go');
    const stored = await harness.session(agentName);
    expect(stored.session).toMatchObject({ status: 'completed', output: 'done' });
    expect(stored.events.map(({ name }) => name)).toEqual([
      'llm:mock:mock-model',
      'look-up',
      'llm:mock:mock-model',
    ]);
  });
});
