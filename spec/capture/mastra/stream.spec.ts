import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';

const harness = openAgentHarness();

describe('instrumentAgent().stream()', () => {
  it('records the whole text, tokens and time to first token at the end of the stream', async () => {
    const { tracked, agentName } = harness.newTracked();
    const stream = await tracked.stream('Hi', { memory: { resource: 'user-42', thread: 'convo-stream' } });
    let text = '';
    for await (const chunk of stream.textStream) text += chunk;
    const { session, events } = await harness.session(agentName);
    expect(text).toBe('Hello! How can I help?');
    expect(session).toMatchObject({
      status: 'completed',
      output: text,
      userId: 'user-42',
      convoId: 'convo-stream',
    });
    expect(events).toMatchObject([
      { kind: 'llm', output: { text }, usage: { inputTokens: 40, outputTokens: 8 }, finishReason: 'stop' },
    ]);
    expect(events[0]?.timeToFirstTokenMs).toBeGreaterThan(0);
  });

  it('completes the session with the whole text when the consumer stops early', async () => {
    const { tracked, agentName } = harness.newTracked();
    const stream = await tracked.stream('Hi');
    for await (const _ of stream.textStream) break;
    await stream.text;
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'Hello! How can I help?' });
  });

  it('fails the session with the error of the model', async () => {
    const { tracked, agentName } = harness.newTracked();
    const stream = await tracked.stream('Fail please');
    await stream.consumeStream();
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'failed', reason: 'error' });
    expect(session.failure?.message).toContain('the model is on fire');
  });

  it('cancels the session when the run is aborted', async () => {
    const abort = new AbortController();
    const { tracked, agentName } = harness.newTracked(async () => {
      abort.abort();
      return 'too late';
    });
    const stream = await tracked.stream('Look up user USR-123', { abortSignal: abort.signal });
    await stream.consumeStream();
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'cancelled', reason: 'aborted' });
  });

  it('calls the same callbacks as the original agent', async () => {
    const { tracked } = harness.newTracked();
    const seen: string[] = [];
    const stream = await tracked.stream('Look up user USR-123', {
      onStepFinish: (step) => void seen.push(`step ${step.toolCalls?.length}`),
      onFinish: () => void seen.push('finish'),
    });
    for await (const _ of stream.textStream);
    expect(seen).toEqual(['step 1', 'step 0', 'finish']);
  });
});
