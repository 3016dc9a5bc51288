import { describe, expect, it } from 'vitest';
import { openCollectorHarness } from '../../support/collector-harness.ts';
import { started } from '../../support/items.ts';

const harness = openCollectorHarness();

const errorWith = (metadata: object) => ({ sessionId: 's1', eventType: 'error', metadata });

describe('the REST routes of published clients', () => {
  const session = { name: 'n', agentName: 'a', userId: 'u' };

  it('store a request once when it is repeated with the same Idempotency-Key', async () => {
    const send = async (path: string, body: object, key: string, apiKey = 'key-1') => {
      const headers = { 'idempotency-key': key };
      return (await harness.ask('POST', `/api/sdk/${path}`, { key: apiKey, headers, body })).json.id;
    };
    const ids = [await send('sessions', session, 'once'), await send('sessions', session, 'once')];
    expect(ids[1]).toBe(ids[0]);
    const event = { sessionId: ids[0], eventType: 'tool_call', toolName: 't', estimatedCost: 0.01 };
    const eventIds = [await send('events', event, 'once'), await send('events', event, 'once')];
    expect(eventIds[1]).toBe(eventIds[0]);
    const { session: kept } = (await harness.ask('GET', `/api/query/sessions/${ids[0]}`)).json;
    expect(kept).toMatchObject({ eventCount: 1, totals: { costPico: '10000000000' } });
    const others = [
      await send('sessions', session, 'twice'),
      await send('sessions', session, 'once', 'key-2'),
      await send('sessions', session, 'x'.repeat(256)),
      await send('sessions', session, 'x'.repeat(256)),
    ];
    expect(new Set([ids[0], ...others]).size).toBe(5);
  });

  it('store a session as the published clients send it', async () => {
    const created = await harness.ask('POST', '/api/sdk/sessions', {
      body: { ...session, metadata: null, projectId: 'x' },
    });
    expect(created).toMatchObject({ status: 200, json: { ...session, status: 'active' } });
    const { id, createdAt } = created.json;
    expect([id, createdAt]).toEqual([expect.stringMatching(/^sess_.{21}$/), expect.stringMatching(/Z$/)]);

    const event = await harness.ask('POST', '/api/sdk/events', {
      body: {
        sessionId: id,
        eventType: 'tool_call',
        toolName: 'llm:openai:gpt-4o-mini',
        toolInput: { messages: [{ role: 'user', content: 'Hi' }], model: 'gpt-4o-mini', provider: 'openai' },
        toolOutput: { content: 'Ho', tokens: { prompt: 10, completion: 5, total: 15 }, cost_usd: 0.000045 },
        reasoning: null,
        estimatedCost: 0.000045,
        tokenCount: 15,
        metadata: { duration_ms: 420, prompt_tokens: 10, completion_tokens: 5 },
        stateBefore: {},
        stateAfter: {},
      },
    });
    expect(event).toMatchObject({
      status: 200,
      json: { sessionId: id, eventType: 'tool_call', toolName: 'llm:openai:gpt-4o-mini' },
    });
    const ended = await harness.ask('PATCH', `/api/sdk/sessions/${id}`, {
      body: { success: true, estimatedCost: 0.1, durationMs: 500, userInput: 'Hi', assistantOutput: 'Ho' },
    });
    expect(ended).toMatchObject({ status: 200, json: { id, name: 'n', status: 'completed', success: true } });

    const { json: view } = await harness.ask('GET', `/api/query/sessions/${id}`);
    expect(view.session).toMatchObject({
      status: 'completed',
      input: 'Hi',
      output: 'Ho',
      durationMs: 500,
      totals: { promptTokens: 10, completionTokens: 5, costPico: '45000000' },
    });
    expect(view.events).toMatchObject([
      {
        id: event.json.id,
        kind: 'llm',
        provider: 'openai',
        model: 'gpt-4o-mini',
        durationMs: 420,
        status: 'ok',
      },
    ]);
  });

  it.each([
    [
      { eventType: 'tool_call', toolName: 'lookup' },
      { kind: 'tool', name: 'lookup', status: 'ok' },
    ],
    [
      { eventType: 'error', toolName: 'lookup', toolError: { message: 'no', type: 'E' } },
      { kind: 'tool', status: 'error', error: { type: 'E', message: 'no' } },
    ],
    [
      { eventType: 'error', toolName: 'llm:x:y', toolError: { message: 'no' } },
      { kind: 'llm', status: 'error' },
    ],
    [
      { eventType: 'error', toolError: { message: 'no' } },
      { kind: 'error', name: 'error', status: 'error' },
    ],
    [{ eventType: 'llm_decision', reasoning: 'because', confidence: 0.5 }, { kind: 'decision' }],
    [{ eventType: 'state_change', stateBefore: { a: 1 }, stateAfter: { a: 2 } }, { kind: 'state' }],
  ])('understand the event %j', async (event, expected) => {
    await harness.store.write('p1', [started('s1', 1)]);
    expect(
      (await harness.ask('POST', '/api/sdk/events', { body: { sessionId: 's1', ...event } })).status,
    ).toBe(200);
    expect((await harness.ask('GET', '/api/query/sessions/s1')).json.events).toMatchObject([expected]);
  });

  it('ignore token counts that are not valid numbers', async () => {
    await harness.store.write('p1', [started('s1', 1)]);
    const llm = { sessionId: 's1', eventType: 'tool_call', toolName: 'llm:openai:gpt-4o-mini' };
    for (const prompt of ['10', -1, 9e15]) {
      const body = { ...llm, toolOutput: { tokens: { prompt, completion: 5 } } };
      expect((await harness.ask('POST', '/api/sdk/events', { body })).status).toBe(200);
    }
    expect((await harness.ask('GET', '/api/query/sessions/s1')).json.session.totals.completionTokens).toBe(0);
  });

  it('store a failed session with its reason', async () => {
    await harness.store.write('p1', [started('s1', 1)]);
    await harness.ask('PATCH', '/api/sdk/sessions/s1', {
      body: { success: false, failureReason: 'it broke' },
    });
    expect((await harness.ask('GET', '/api/query/sessions/s1')).json.session).toMatchObject({
      status: 'failed',
      failure: { message: 'it broke' },
    });
  });

  it('read conversation and input from the metadata of Python clients', async () => {
    const body = { ...session, metadata: { convo_id: 'c1', input: 'Hi' } };
    const { json } = await harness.ask('POST', '/api/sdk/sessions', { body });
    expect((await harness.ask('GET', `/api/query/sessions/${json.id}`)).json.session).toMatchObject({
      convoId: 'c1',
      input: 'Hi',
    });
  });

  it.each([
    ['POST', '/api/sdk/sessions', { name: 'n' }, 400, 'agentName'],
    ['POST', '/api/sdk/events', { sessionId: 's1', eventType: 'llm_call' }, 400, 'eventType'],
    ['POST', '/api/sdk/events', { sessionId: 'nobody', eventType: 'error' }, 404, 'nobody'],
    ['POST', '/api/sdk/sessions', { ...session, convoId: '\ud800' }, 400, 'convoId'],
    ['POST', '/api/sdk/sessions', { ...session, userId: '\ud800' }, 400, 'userId'],
    ['PATCH', '/api/sdk/sessions/nobody', { success: true }, 404, 'nobody'],
    ['PATCH', '/api/sdk/sessions/s1', { status: 'exploded' }, 400, 'status'],
    ['PATCH', '/api/sdk/sessions/s1', { estimatedCost: 1e9 }, 400, 'estimatedCost'],
    ['PATCH', '/api/sdk/sessions/s1', { durationMs: 9e15 }, 400, 'durationMs'],
    ['PATCH', '/api/sdk/sessions/s1', { totalTokens: 9e15 }, 400, 'totalTokens'],
    ['POST', '/api/sdk/events', { sessionId: 's1', eventType: 'error', metadata: 7 }, 400, 'metadata'],
    ['POST', '/api/sdk/events', errorWith({ duration_ms: 9e15 }), 400, 'metadata.duration_ms'],
    ['POST', '/api/sdk/events', errorWith({ prompt_tokens: 9e15 }), 400, 'metadata.prompt_tokens'],
    ['POST', '/api/sdk/events', errorWith({ completion_tokens: 9e15 }), 400, 'metadata.completion_tokens'],
  ])('answer %s %s with %j by a clear error', async (method, path, body, status, word) => {
    await harness.store.write('p1', [started('s1', 1)]);
    const { status: answered, json } = await harness.ask(method, path, { body });
    expect([answered, json]).toEqual([
      status,
      { error: expect.any(String), message: expect.stringContaining(word) },
    ]);
  });
});
