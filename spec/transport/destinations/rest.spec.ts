import { toRest } from '@sentrial/mastra';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type SpecCollector, specKey, startSpecCollector } from '../../support/collector.ts';
import { startFaultServer } from '../../support/fault-server.ts';
import { ownClient, recordSession } from '../../support/record.ts';
import { freePort } from '../../support/sink.ts';
import { storedSessions } from '../../support/stored-sessions.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

/** The hosted product's routes, as a real collector answers them, with what was asked of them. */
async function openRest(
  fail: (asked: Asked, count: number) => number | 'lost' | undefined = () => undefined,
) {
  const collector: SpecCollector = await startSpecCollector();
  const asked: Asked[] = [];
  const server = await startFaultServer(collector.url, async ({ message, body, response, pass, swallow }) => {
    const { method = '', url: path = '', headers } = message;
    const request = { method, path, headers, body: JSON.parse(body.toString()) };
    asked.push(request);
    const fault = fail(request, asked.length - 1);
    if (fault === undefined) return pass();
    if (fault === 'lost') {
      await swallow();
      response.socket?.resetAndDestroy();
      return;
    }
    response.writeHead(fault, { 'content-type': 'application/json' }).end('{}');
  });
  onTestFinished(async () => {
    await server.down();
    await collector.close();
  });
  const options = { destinations: [toRest()], apiUrl: server.url, apiKey: specKey, pii: {} };
  return { collector, asked, client: ownClient(options) };
}

describe('toRest()', () => {
  it('opens a session, sends its events one by one, and ends it, under the id that the server made', async () => {
    const { collector, asked, client } = await openRest();
    const id = recordSession(client);
    expect(await client.flush(5000)).toMatchObject({ accepted: 5, stored: 5 });
    const [{ session, events } = { session: { id: '' } as never, events: [] }] =
      await storedSessions(collector);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/sdk/sessions',
      ...new Array(3).fill('POST /api/sdk/events'),
      `PATCH /api/sdk/sessions/${session.id}`,
    ]);
    expect(session.id).not.toBe(id);
    expect(session).toMatchObject({
      name: 'desk',
      userId: 'user-42',
      convoId: 'thread-1',
      status: 'completed',
      input: 'Who is [EMAIL]?',
      output: 'Nobody I know.',
    });
    expect(events.map(({ name, kind, status }) => [name, kind, status])).toEqual([
      ['llm:openai:gpt-4o-mini', 'llm', 'ok'],
      ['lookup-user', 'tool', 'error'],
      ['helper', 'tool', 'ok'],
    ]);
  });

  it('sends bodies in the shapes of the published clients', async () => {
    const { asked, client } = await openRest();
    const id = recordSession(client);
    await client.flush(5000);
    const [start, call, tool, , end] = asked.map(({ body }) => body);
    expect(start).toMatchObject({
      name: 'desk',
      agentName: 'desk',
      userId: 'user-42',
      convoId: 'thread-1',
      metadata: { 'sentrial.session_id': id },
    });
    expect(call).toMatchObject({
      eventType: 'tool_call',
      toolName: 'llm:openai:gpt-4o-mini',
      toolInput: { messages: [{ role: 'user', content: 'Who is [EMAIL]?' }], model: 'gpt-4o-mini' },
      toolOutput: {
        content: 'I look it up.',
        tokens: { prompt: 120, completion: 10, total: 130 },
        cost_usd: 0.0000225,
      },
      estimatedCost: 0.0000225,
      tokenCount: 130,
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      metadata: { provider: 'openai', prompt_tokens: 120, completion_tokens: 10 },
    });
    expect(tool).toMatchObject({
      eventType: 'error',
      toolName: 'lookup-user',
      toolInput: { id: 7 },
      toolError: { type: 'TypeError', message: 'no such user', stack_trace: expect.any(String) },
    });
    expect(end).toEqual({
      status: 'completed',
      success: true,
      durationMs: expect.any(Number),
      estimatedCost: 0.0000225,
      promptTokens: 120,
      completionTokens: 10,
      totalTokens: 130,
      userInput: 'Who is [EMAIL]?',
      assistantOutput: 'Nobody I know.',
    });
    expect(JSON.stringify(asked)).not.toContain('john@example.com');
  });

  it('sends additions to a session, and the reason when it fails', async () => {
    const { collector, client } = await openRest();
    const session = client.recorder.openSession({ name: 'desk', agentName: 'desk' });
    session.handle.setMetadata({ plan: 'pro' });
    session.handle.score('rating', 5);
    session.handle.decision('route', { to: 'sales' });
    session.handle.stateChange('cart', { before: { items: 0 }, after: { items: 1 } });
    session.end({ status: 'failed', error: new RangeError('too far') });
    expect(await client.flush(5000)).toMatchObject({ accepted: 6, stored: 6 });
    const [stored] = await storedSessions(collector);
    expect(stored?.session).toMatchObject({
      status: 'failed',
      metadata: { plan: 'pro' },
      customMetrics: { rating: 5 },
      failure: { message: 'too far' },
    });
    expect(stored?.events.map(({ kind }) => kind)).toEqual(['decision', 'state']);
  });

  it('keeps the order of each session, and sends a parent session before its child', async () => {
    const { collector, asked, client } = await openRest();
    const above = client.recorder.openSession({ name: 'above', agentName: 'above' });
    const below = Array.from({ length: 6 }, (_, at) =>
      client.recorder.openSession({ name: `below-${at}`, agentName: 'below', parentSessionId: above.id }),
    );
    for (const [at, session] of [above, ...below].entries()) {
      for (let step = 0; step < 5; step++) session.startStep({ kind: 'tool', name: `${at}-${step}` }).end();
      session.end({ status: 'completed' });
    }
    expect(await client.flush(10_000)).toMatchObject({ accepted: 49, stored: 49 });
    const stored = await storedSessions(collector);
    for (const { events } of stored) {
      const steps = events.map(({ name }) => name.split('-')[1]);
      expect(steps).toEqual(['0', '1', '2', '3', '4']);
    }
    const parents = new Set(asked.flatMap(({ body }) => body.parentSessionId ?? []));
    expect(parents).toEqual(new Set([stored.find(({ session }) => session.name === 'above')?.session.id]));
  });

  it('does not open a second session when later items are retried', async () => {
    const { collector, asked, client } = await openRest((_, count) => (count % 2 === 1 ? 503 : undefined));
    recordSession(client);
    while (client.stats().stored < 5) await client.flush(1000);
    const opened = asked.filter(({ path }) => path === '/api/sdk/sessions');
    expect(opened).toHaveLength(1);
    expect((await storedSessions(collector))[0]?.events).toHaveLength(3);
  });

  it('repeats a request with the same Idempotency-Key and ids', async () => {
    let isLost = false;
    const { asked, client } = await openRest(({ path }) => {
      if (path !== '/api/sdk/events' || isLost) return undefined;
      isLost = true;
      return 'lost';
    });
    recordSession(client);
    while (client.stats().stored < 5) await client.flush(1000);
    const [first, again] = asked.filter(({ path }) => path === '/api/sdk/events');
    expect(again?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
    expect(again?.body).toEqual(first?.body);
  });

  it('drops only the refused item, and counts it', async () => {
    const { client } = await openRest(({ body }) => (body.toolName === 'lookup-user' ? 400 : undefined));
    recordSession(client);
    expect(await client.flush(5000)).toMatchObject({ accepted: 5, stored: 4, dropped: { refused: 1 } });
  });

  it('drops an event of a session that the server has forgotten, and continues', async () => {
    const { client } = await openRest(({ path }) => (path === '/api/sdk/events' ? 404 : undefined));
    recordSession(client);
    expect(await client.flush(5000)).toMatchObject({ accepted: 5, stored: 2, dropped: { refused: 3 } });
  });

  it('keeps all items while the key is refused', async () => {
    const { client } = await openRest(() => 401);
    recordSession(client);
    await client.flush(300);
    expect(client.stats()).toMatchObject({ accepted: 5, stored: 0, queued: 5 });
  });

  it.each([
    ['nobody answers', async () => `http://127.0.0.1:${await freePort()}`],
    ['the address would be sent the key unencrypted', async () => 'http://192.0.2.1'],
  ])('keeps everything while %s', async (_, address) => {
    const options = { destinations: [toRest()], apiUrl: await address(), apiKey: 'k', pii: {} };
    const client = ownClient(options);
    recordSession(client);
    await client.flush(100);
    expect(client.stats()).toMatchObject({ accepted: 5, stored: 0, queued: 5 });
  });
});
