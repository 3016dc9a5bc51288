import { type Attributes as ApiAttributes, type SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attributes, asJson, asProtobuf, type Span, type SpanRequest } from '../../lib/otlp/index.ts';
import { decodeRequest, startOtlpSink } from '../support/otlp-sink.ts';

const hex = (digits: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`)).filter((id) => /[^0]/.test(id));
const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const fraction = fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true });
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 20 }).filter((name) => name !== '__proto__'),
  fc.oneof(text, fc.boolean(), fc.maxSafeInteger().map(BigInt), fraction, fc.array(text, { maxLength: 4 })),
  { maxKeys: 6 },
);
const time = fc.bigInt(0n, 2n ** 63n - 1n);
const spans: fc.Arbitrary<Span> = fc.record(
  {
    traceId: hex(32),
    spanId: hex(16),
    parentSpanId: hex(16),
    name: text,
    kind: fc.constantFrom(1 as const, 3 as const),
    startNs: time,
    endNs: time,
    attributes,
    events: fc.array(fc.record({ name: text, timeNs: time, attributes }), { maxLength: 3 }),
    links: fc.array(fc.record({ traceId: hex(32), spanId: hex(16) }), { maxLength: 2 }),
    status: fc.record(
      { code: fc.constantFrom(0 as const, 2 as const), message: text },
      { requiredKeys: ['code'] },
    ),
  },
  {
    requiredKeys: [
      'traceId',
      'spanId',
      'name',
      'kind',
      'startNs',
      'endNs',
      'attributes',
      'events',
      'links',
      'status',
    ],
  },
);
const requests: fc.Arbitrary<SpanRequest> = fc.record({
  resource: attributes,
  scope: fc.record({ name: text.filter(Boolean), version: text.filter(Boolean) }),
  spans: fc.array(spans, { minLength: 1, maxLength: 4 }),
});

const nsPerSecond = 1_000_000_000n;
const hrTime = (ns: bigint): [number, number] => [Number(ns / nsPerSecond), Number(ns % nsPerSecond)];
const apiAttributes = (attributes: Attributes): ApiAttributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      typeof value === 'bigint' ? Number(value) : (value as string | boolean | number | string[]),
    ]),
  );

/** Converts spans to the classes of the OpenTelemetry SDK. */
function officialSpans({ resource, scope, spans: all }: SpanRequest): ReadableSpan[] {
  const held = { attributes: apiAttributes(resource), merge: () => held, getRawAttributes: () => [] };
  const context = (traceId: string, spanId: string) => ({
    traceId,
    spanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: false,
  });
  return all.map((span) => ({
    name: span.name,
    kind: span.kind - 1,
    spanContext: () => context(span.traceId, span.spanId),
    ...(span.parentSpanId ? { parentSpanContext: context(span.traceId, span.parentSpanId) } : {}),
    startTime: hrTime(span.startNs),
    endTime: hrTime(span.endNs),
    duration: [0, 0],
    ended: true,
    attributes: apiAttributes(span.attributes),
    events: span.events.map(({ name, timeNs, attributes: eventAttributes }) => ({
      name,
      time: hrTime(timeNs),
      attributes: apiAttributes(eventAttributes),
    })),
    links: span.links.map(({ traceId, spanId }) => ({ context: context(traceId, spanId) })),
    status: span.status as { code: SpanStatusCode; message?: string },
    resource: held,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }));
}

/** Removes default values: counts of 0, empty texts and empty lists. */
const essential = (request: unknown): unknown =>
  JSON.parse(JSON.stringify(request), (key, value: unknown) => {
    const isNothing = value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
    const isAnyValue = /Value$/.test(key);
    return isNothing && !isAnyValue ? undefined : value;
  });

describe('asProtobuf()', () => {
  it('matches the output of the official serializer', () => {
    const check = (request: SpanRequest) => {
      const official = ProtobufTraceSerializer.serializeRequest(officialSpans(request)) as Uint8Array;
      expect(essential(decodeRequest(asProtobuf(request)))).toEqual(essential(decodeRequest(official)));
    };
    fc.assert(fc.property(requests, check), { numRuns: 200 });
  });

  it('matches the request of the official exporter', async () => {
    const sink = await startOtlpSink();
    const exporter = new OTLPTraceExporter({ url: `${sink.url}/v1/traces` });
    const [request] = fc.sample(requests, { numRuns: 1, seed: 42 }) as [SpanRequest];
    await new Promise((resolve) => exporter.export(officialSpans(request), resolve));
    await exporter.shutdown();
    const ours = decodeRequest(asProtobuf(request)).resourceSpans[0]?.scopeSpans[0]?.spans;
    expect(essential(ours)).toEqual(essential(sink.spans));
  });

  it('keeps nanoseconds and 64-bit integers exact', () => {
    const nanoseconds = 1_795_417_200_123_456_789n;
    const span: Span = {
      traceId: '1'.repeat(32),
      spanId: '2'.repeat(16),
      name: 'edge',
      kind: 1,
      startNs: nanoseconds,
      endNs: nanoseconds + 1n,
      attributes: { most: 2n ** 63n - 1n, least: -(2n ** 63n), none: 0n, gone: undefined },
      events: [],
      links: [],
      status: { code: 0 },
    };
    const request = { resource: {}, scope: { name: 'spec', version: '1' }, spans: [span] };
    const [read] = decodeRequest(asProtobuf(request)).resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    expect(read).toMatchObject({
      startTimeUnixNano: '1795417200123456789',
      endTimeUnixNano: '1795417200123456790',
      attributes: [
        { key: 'most', value: { intValue: '9223372036854775807' } },
        { key: 'least', value: { intValue: '-9223372036854775808' } },
        { key: 'none', value: { intValue: '0' } },
      ],
    });
  });
});

describe('asJson()', () => {
  it('matches the output of the official serializer', () => {
    const integersAsText = (request: unknown): unknown =>
      JSON.parse(JSON.stringify(request), (key, value) => (key === 'intValue' ? String(value) : value));
    const check = (request: SpanRequest) => {
      const official = JsonTraceSerializer.serializeRequest(officialSpans(request)) as Uint8Array;
      const read = JSON.parse(Buffer.from(official).toString());
      expect(essential(JSON.parse(asJson(request)))).toEqual(essential(integersAsText(read)));
    };
    fc.assert(fc.property(requests, check), { numRuns: 200 });
  });

  it('matches the protobuf encoding', () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(essential(decodeRequest(asProtobuf(request)))).toEqual(essential(JSON.parse(asJson(request))));
      }),
      { numRuns: 100 },
    );
  });
});
