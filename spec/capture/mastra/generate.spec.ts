import { Agent } from '@mastra/core/agent';
import { currentSession } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';

const harness = openAgentHarness();

describe('instrumentAgent().generate()', () => {
  it('records one session with input, output, status, duration and totals', async () => {
    const { tracked, agentName } = harness.newTracked();
    const result = await tracked.generate('Look up user USR-123', { maxSteps: 5 });
    const { session } = await harness.session(agentName);
    expect(result.text).toBe('USR-123 is Alice.');
    expect(session).toMatchObject({
      agentName,
      status: 'completed',
      userId: 'anonymous',
      input: 'Look up user USR-123',
      output: 'USR-123 is Alice.',
      llmCount: 2,
      toolCount: 1,
      runId: result.runId,
      totals: { promptTokens: 280, completionTokens: 25, costPico: '57000000', unpricedCalls: 0 },
    });
    expect(session.durationMs).toBeGreaterThan(0);
  });

  it('records model calls and tools in order, each with its values', async () => {
    const { tracked, agentName } = harness.newTracked();
    await tracked.generate('Look up user USR-123', { maxSteps: 5 });
    const { events } = await harness.session(agentName);
    expect(events.map(({ name }) => name)).toEqual([
      'llm:openai:gpt-4o-mini',
      'lookup-user',
      'llm:openai:gpt-4o-mini',
    ]);
    const [first, tool, last] = events;
    expect(first).toMatchObject({
      kind: 'llm',
      model: 'gpt-4o-mini',
      provider: 'openai',
      finishReason: 'tool-calls',
      usage: { inputTokens: 120, outputTokens: 16 },
      cost: { status: 'priced', totalPico: 27_600_000, modelId: 'openai/gpt-4o-mini' },
      input: { messages: [{ role: 'system' }, { role: 'user' }], tools: ['lookupUser'] },
    });
    expect(tool).toMatchObject({
      kind: 'tool',
      status: 'ok',
      input: { userId: 'USR-123' },
      output: { userId: 'USR-123', name: 'Alice' },
      toolCallId: expect.stringMatching(/./),
    });
    expect(last).toMatchObject({ output: { text: 'USR-123 is Alice.' }, finishReason: 'stop' });
    expect(last?.attempt).toBeUndefined();
  });

  it('reads user and conversation from the memory options', async () => {
    const { tracked, agentName } = harness.newTracked();
    await tracked.generate('Hi', { memory: { resource: 'user-42', thread: { id: 'convo-abc' } } });
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ userId: 'user-42', convoId: 'convo-abc' });
  });

  it('prefers user and conversation of the sentrial option, which Mastra does not receive', async () => {
    const { agent, agentName } = harness.newAgent();
    const seen: unknown[] = [];
    const generate = agent.generate.bind(agent) as (...args: unknown[]) => Promise<unknown>;
    Object.assign(agent, {
      generate(...args: unknown[]) {
        seen.push(args[1]);
        return generate(...args);
      },
    });
    const tracked = harness.track(agent, agentName);
    await tracked.generate('Hi', {
      memory: { resource: 'user-1', thread: 'thread-1' },
      sentrial: { userId: 'override-user-id', convoId: 'override-convo-id', metadata: { satisfaction: 5 } },
    });
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({
      userId: 'override-user-id',
      convoId: 'override-convo-id',
      metadata: { satisfaction: 5 },
    });
    expect(seen).toEqual([expect.not.objectContaining({ sentrial: expect.anything() })]);
  });

  it("records a thrown error as the session's failure and throws the same error", async () => {
    const { agent, agentName } = harness.newAgent();
    const boom = new RangeError('no route to the model');
    Object.assign(agent, { generate: () => Promise.reject(boom) });
    const tracked = harness.track(agent, agentName);
    await expect(tracked.generate('Do something risky')).rejects.toBe(boom);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({
      status: 'failed',
      reason: 'error',
      failure: { type: 'RangeError', message: 'no route to the model' },
    });
  });

  it("records a provider's refusal as a failed model call and a failed session", async () => {
    const { tracked, agentName } = harness.newTracked();
    const error = await tracked.generate('Fail please').then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    const { session, events } = await harness.session(agentName);
    expect(error?.message).toContain('the model is on fire');
    expect(session).toMatchObject({ status: 'failed', failure: { message: error?.message } });
    expect(events[0]).toMatchObject({ kind: 'llm', status: 'error' });
    expect(events[0]?.error?.message).toContain('the model is on fire');
    expect(events[0]?.cost).toBeUndefined();
  });

  it('records type and message of an error that a tool throws', async () => {
    const { tracked, agentName } = harness.newTracked(() => {
      throw new TypeError('the database is down');
    });
    await tracked.generate('Look up user USR-123');
    const { session, events } = await harness.session(agentName);
    expect(session.status).toBe('completed');
    expect(events.filter(({ kind }) => kind === 'tool')).toMatchObject([
      { name: 'lookup-user', status: 'error', error: { type: 'TypeError', message: 'the database is down' } },
    ]);
  });

  it('makes the session available to tools', async () => {
    const { tracked, agentName } = harness.newTracked(() => {
      currentSession().setMetadata({ plan: 'pro' });
      return currentSession().id;
    });
    await tracked.generate('Look up user USR-123');
    const { session, events } = await harness.session(agentName);
    expect(session.metadata).toEqual({ plan: 'pro' });
    expect(events[1]?.output).toBe(session.id);
  });

  it('stores texts with personal data redacted', async () => {
    const { tracked, agentName } = harness.newTracked(() => ({
      phone: '+1 415 555 2671',
      card: '4111 1111 1111 1111',
    }));
    await tracked.generate('Look up user: My email is john@example.com and SSN is 123-45-6789');
    const { session, events } = await harness.session(agentName);
    expect(session.input).toBe('Look up user: My email is [EMAIL] and SSN is [SSN]');
    expect(events[1]?.output).toEqual({ phone: '[PHONE]', card: '[CREDIT_CARD]' });
    expect(JSON.stringify(events)).not.toMatch(/john@example|123-45-6789|555 2671|4111/);
    expect(session.redaction).toMatchObject({ policies: ['builtin-3'], withheld: 0 });
  });

  it("calls the caller's callbacks", async () => {
    const { tracked } = harness.newTracked();
    const steps: (number | undefined)[] = [];
    let finished = 0;
    await tracked.generate('Look up user USR-123', {
      onStepFinish: (step) => void steps.push(step.toolCalls?.length),
      onFinish: () => void finished++,
    });
    expect(steps).toEqual([1, 0]);
    expect(finished).toBe(1);
  });

  it("calls the caller's prepareStep, or else the agent's", async () => {
    const calls: string[] = [];
    const agent = new Agent({
      id: 'prepared',
      name: 'Prepared',
      model: 'openai/gpt-4o-mini',
      instructions: 'x',
      defaultOptions: { prepareStep: () => void calls.push('agent') },
    });
    const tracked = harness.track(agent);
    await tracked.generate('Hi');
    await tracked.generate('Hi', { prepareStep: () => void calls.push('caller') });
    expect(calls).toEqual(['agent', 'caller']);
  });

  it('records two concurrent calls as two sessions, each with its own events', async () => {
    const { tracked, agentName } = harness.newTracked(async (userId) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      currentSession().setMetadata({ in: currentSession().id });
      return userId;
    });
    await Promise.all([tracked.generate('Look up user USR-1'), tracked.generate('Look up user USR-2')]);
    const sessions = await harness.sessions(agentName);
    expect(sessions).toHaveLength(2);
    for (const { session, events } of sessions) {
      expect(session.metadata).toEqual({ in: session.id });
      expect(events).toHaveLength(3);
    }
  });

  it('nests an instrumented agent below the tool that calls it', async () => {
    const inner = harness.newTracked();
    const outer = harness.newTracked(async () => (await inner.tracked.generate('Hi')).text);
    await outer.tracked.generate('Look up user USR-123');
    const { events } = await harness.session(outer.agentName);
    const tool = events.find(({ kind }) => kind === 'tool');
    const agent = events.find(({ kind }) => kind === 'agent');
    const inside = events.filter(({ parentEventId }) => parentEventId === agent?.id);
    expect(agent).toMatchObject({
      parentEventId: tool?.id,
      name: inner.agentName,
      output: 'Hello! How can I help?',
    });
    expect(inside.map(({ name }) => name)).toEqual(['llm:openai:gpt-4o-mini']);
    expect(await harness.sessions(inner.agentName)).toEqual([]);
  });
});
