import { toOtlp } from '@sentrial/mastra';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readOtlpOptions } from '../../../lib/transport/destinations/otlp/otlp-settings.ts';
import { encodeRejection, type OtlpSpan, plain, startOtlpSink } from '../../support/otlp-sink.ts';
import { ownClient, recordSession } from '../../support/record.ts';
import { freePort } from '../../support/sink.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const protocols = ['http/protobuf', 'http/json'] as const;
const byName = (spans: readonly OtlpSpan[], name: string): OtlpSpan =>
  spans.find((span) => span.name === name) as OtlpSpan;
const msOf = (ns: string): number => Number(BigInt(ns) / 1_000_000n);

describe.each(protocols)('toOtlp() with %s', (protocol) => {
  it('sends a session as a trace: its root, and below it each event where it happened', async () => {
    const sink = await startOtlpSink();
    const client = ownClient({ destinations: [toOtlp({ url: sink.url, protocol })] });
    recordSession(client);
    expect(await client.flush(2000)).toMatchObject({ accepted: 5, stored: 5 });
    const root = byName(sink.spans, 'invoke_agent desk');
    const agent = byName(sink.spans, 'invoke_agent helper');
    expect(sink.spans.map(({ name, parentSpanId }) => [name, parentSpanId ?? ''])).toEqual([
      ['chat gpt-4o-mini', agent.spanId],
      ['execute_tool lookup-user', agent.spanId],
      ['invoke_agent helper', root.spanId],
      ['invoke_agent desk', ''],
    ]);
    expect(new Set(sink.spans.map(({ traceId }) => traceId))).toEqual(
      new Set([expect.stringMatching(/^[0-9a-f]{32}$/)]),
    );
    expect(sink.spans.map(({ kind }) => kind)).toEqual([3, 1, 1, 1]);
  });

  it('uses the GenAI conventions, redacted, with usage only on the model call', async () => {
    const sink = await startOtlpSink();
    const client = ownClient({ destinations: [toOtlp({ url: sink.url, protocol, serviceName: 'shop' })] });
    recordSession(client);
    await client.flush(2000);
    const who = { 'gen_ai.conversation.id': 'thread-1', 'session.id': 'thread-1', 'user.id': 'user-42' };
    const call = plain(byName(sink.spans, 'chat gpt-4o-mini').attributes);
    expect(call).toMatchObject({
      ...who,
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o-mini',
      'gen_ai.response.model': 'gpt-4o-mini',
      'gen_ai.response.finish_reasons': ['tool-calls'],
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 10,
      'gen_ai.usage.cache_read.input_tokens': 20,
      'gen_ai.usage.cost': expect.closeTo(0.0000225, 9),
      'sentrial.cost.pico_usd': 22_500_000,
    });
    expect(JSON.parse(String(call['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Who is [EMAIL]?' }] },
    ]);
    expect(JSON.parse(String(call['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'I look it up.' }], finish_reason: 'tool_call' },
    ]);
    expect(plain(byName(sink.spans, 'execute_tool lookup-user').attributes)).toMatchObject({
      ...who,
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'lookup-user',
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': 'call-1',
      'gen_ai.tool.call.arguments': '{"id":7}',
      'error.type': 'TypeError',
    });
    const root = plain(byName(sink.spans, 'invoke_agent desk').attributes);
    expect(root).toMatchObject({
      ...who,
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'desk',
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Who is [EMAIL]?"}]}]',
    });
    expect(Object.keys(root).filter((name) => name.startsWith('gen_ai.usage'))).toEqual([]);
    expect(sink.requests[0]?.resource).toMatchObject({
      'service.name': 'shop',
      'telemetry.sdk.name': '@sentrial/mastra',
    });
    expect(JSON.stringify(sink.spans)).not.toContain('john@example.com');
  });

  it('sends a failure as status, type and exception, and times in nanoseconds', async () => {
    const sink = await startOtlpSink();
    const client = ownClient({ destinations: [toOtlp({ url: sink.url, protocol })] });
    const before = Date.now();
    recordSession(client);
    await client.flush(2000);
    const tool = byName(sink.spans, 'execute_tool lookup-user');
    expect(tool.status).toEqual({ code: 2, message: 'no such user' });
    expect(tool.events?.map(({ name, attributes }) => [name, plain(attributes)])).toEqual([
      [
        'exception',
        {
          'exception.type': 'TypeError',
          'exception.message': 'no such user',
          'exception.stacktrace': expect.stringContaining('TypeError: no such user'),
        },
      ],
    ]);
    for (const { startTimeUnixNano: start, endTimeUnixNano: end } of sink.spans) {
      expect(BigInt(end)).toBeGreaterThanOrEqual(BigInt(start));
      expect(msOf(start)).toBeGreaterThanOrEqual(before - 1);
      expect(msOf(end)).toBeLessThanOrEqual(Date.now() + 1);
    }
  });

  it('sends the same ids again when a session is changed after its end', async () => {
    const sink = await startOtlpSink();
    const client = ownClient({ destinations: [toOtlp({ url: sink.url, protocol })] });
    const session = client.recorder.openSession({ name: 'desk', agentName: 'desk' });
    session.end({ status: 'completed' });
    await client.flush(2000);
    session.handle.setMetadata({ rating: 5 });
    await client.flush(2000);
    const [first, again] = sink.spans;
    expect(again).toMatchObject({ traceId: first?.traceId, spanId: first?.spanId });
    expect(plain(again?.attributes)).toMatchObject({ 'sentrial.metadata': '{"rating":5}' });
  });

  it('links the trace of a session to that of the session above it', async () => {
    const sink = await startOtlpSink();
    const client = ownClient({ destinations: [toOtlp({ url: sink.url, protocol })] });
    const above = client.recorder.openSession({ name: 'above', agentName: 'above' });
    const below = client.recorder.openSession({
      name: 'below',
      agentName: 'below',
      parentSessionId: above.id,
    });
    below.end({ status: 'completed' });
    above.end({ status: 'completed' });
    await client.flush(2000);
    const [child, parent] = [
      byName(sink.spans, 'invoke_agent below'),
      byName(sink.spans, 'invoke_agent above'),
    ];
    expect(child.links).toMatchObject([{ traceId: parent.traceId, spanId: parent.spanId }]);
    expect(child.traceId).not.toBe(parent.traceId);
  });

  it('counts items that the backend rejected as refused', async () => {
    const body =
      protocol === 'http/json'
        ? '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}'
        : encodeRejection(3, 'too old');
    const sink = await startOtlpSink(() => ({ status: 200, body }));
    const client = ownClient({ destinations: [toOtlp({ url: sink.url, protocol })] });
    recordSession(client);
    expect(await client.flush(2000)).toMatchObject({ accepted: 5, stored: 2, dropped: { refused: 3 } });
  });

  it('retries after temporary errors without losing items', async () => {
    const statuses = [503, 429, 502, 200];
    const sink = await startOtlpSink((count) => ({ status: statuses[count] ?? 200 }));
    const client = ownClient({ destinations: [toOtlp({ url: sink.url, protocol })] });
    recordSession(client);
    while (client.stats().stored < 5) await client.flush(500);
    expect(sink.requests.length).toBeGreaterThanOrEqual(4);
    expect(sink.spans).toHaveLength(4);
  });

  it('splits a batch that is too large or refused, and delivers the rest', async () => {
    const sink = await startOtlpSink((count) => ({ status: [413, 400][count] ?? 200 }));
    const client = ownClient({ destinations: [toOtlp({ url: sink.url, protocol })] });
    recordSession(client);
    expect(await client.flush(2000)).toMatchObject({ accepted: 5, stored: 5 });
    expect(new Set(sink.spans.map(({ spanId }) => spanId)).size).toBe(4);
  });
});

describe('toOtlp()', () => {
  it('keeps items in memory while the backend is down, and logs what to check', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const client = ownClient({ destinations: [toOtlp({ url })], failSilently: false });
    recordSession(client);
    await expect(client.flush(200)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT'),
    });
    expect(client.stats()).toMatchObject({ accepted: 5, queued: 5, dropped: { 'queue-full': 0 } });
  });

  it('reads the standard environment variables', async () => {
    const sink = await startOtlpSink();
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `${sink.url}/otel/`);
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-api-key=a%2Cb,x-team=blue');
    vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json');
    vi.stubEnv('OTEL_SERVICE_NAME', 'shop');
    vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment=spec,service.name=other');
    const client = ownClient({ destinations: [toOtlp()] });
    recordSession(client);
    await client.flush(2000);
    expect(sink.requests[0]).toMatchObject({
      path: '/otel/v1/traces',
      headers: { 'x-api-key': 'a,b', 'x-team': 'blue', 'content-type': 'application/json' },
      resource: { 'service.name': 'shop', 'deployment.environment': 'spec' },
    });
  });

  it.each([
    [{}, {}, 'http://localhost:4318/v1/traces'],
    [{ url: 'https://otel.example' }, {}, 'https://otel.example/v1/traces'],
    [{ url: 'https://otel.example/v1/traces/' }, {}, 'https://otel.example/v1/traces/'],
    [{ url: 'http://10.0.0.7:4318', insecure: true }, {}, 'http://10.0.0.7:4318/v1/traces'],
    [{}, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://otel.example/in' }, 'https://otel.example/in'],
    [
      { url: 'https://mine.example' },
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example' },
      'https://mine.example/v1/traces',
    ],
  ])('given %j and %j sends to %s', (options, env, address) => {
    expect(readOtlpOptions(options, env).address.href).toBe(address);
  });

  it.each([
    [{ url: 'otel' }, 'Write one such as http://localhost:4318'],
    [{ url: 'http://otel.example' }, 'would be sent your data unencrypted'],
    [{ protocol: 'grpc' as 'http/json' }, 'Use http/protobuf or http/json'],
    [{ timeoutMs: -1 }, 'milliseconds above 0'],
  ])('given %j sends nothing and says why', async (options, message) => {
    const destinations = [toOtlp(options)];
    expect(destinations[0]?.problem).toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(message),
    });
    const client = ownClient({ destinations });
    recordSession(client);
    await client.flush(50);
    expect(client.stats()).toMatchObject({ accepted: 5, queued: 5 });
  });
});
