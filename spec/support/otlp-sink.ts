import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import protobuf from 'protobufjs';
import { onTestFinished } from 'vitest';

// The messages of opentelemetry/proto/{collector/trace,trace,common,resource}/v1, field by field.
const layout = `
syntax = "proto3";
message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
message ExportTraceServiceResponse { ExportTracePartialSuccess partial_success = 1; }
message ExportTracePartialSuccess { int64 rejected_spans = 1; string error_message = 2; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
message ScopeSpans { InstrumentationScope scope = 1; repeated Span spans = 2; string schema_url = 3; }
message InstrumentationScope {
  string name = 1; string version = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4;
}
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5;
  int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9; uint32 dropped_attributes_count = 10;
  message Event {
    fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3;
    uint32 dropped_attributes_count = 4;
  }
  repeated Event events = 11; uint32 dropped_events_count = 12;
  message Link {
    bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4;
    uint32 dropped_attributes_count = 5; fixed32 flags = 6;
  }
  repeated Link links = 13; uint32 dropped_links_count = 14; Status status = 15; fixed32 flags = 16;
}
message Status { string message = 2; int32 code = 3; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
  oneof value {
    string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
    ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
`;

const { root } = protobuf.parse(layout);

/** A request as `protobufjs` reads it by the official layout, in the form of OTLP/JSON. */
export function decodeRequest(bytes: Uint8Array): OtlpRequest {
  const type = root.lookupType('ExportTraceServiceRequest');
  const read = type.toObject(type.decode(bytes), { longs: String, bytes: String, defaults: false });
  const text = JSON.stringify(read, (key, value: unknown) => {
    const isId = /^(trace|span|parentSpan)Id$/.test(key);
    return isId ? Buffer.from(String(value), 'base64').toString('hex') : value;
  });
  return JSON.parse(text) as OtlpRequest;
}

/** Encodes a response that reports rejected spans. */
export function encodeRejection(rejectedSpans: number, errorMessage: string): Uint8Array {
  const type = root.lookupType('ExportTraceServiceResponse');
  return type.encode(type.fromObject({ partialSuccess: { rejectedSpans, errorMessage } })).finish();
}

interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly OtlpValue[] };
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

/** A span in OTLP/JSON. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events?: readonly {
    readonly name: string;
    readonly timeUnixNano: string;
    readonly attributes: readonly OtlpAttribute[];
  }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

/** Attributes by name, integers as numbers. */
export function plain(attributes: readonly OtlpAttribute[] = []): Record<string, unknown> {
  const reported = ({ stringValue, boolValue, intValue, doubleValue, arrayValue }: OtlpValue): unknown =>
    stringValue ??
    boolValue ??
    doubleValue ??
    arrayValue?.values.map(reported) ??
    (intValue === undefined ? undefined : Number(intValue));
  return Object.fromEntries(attributes.map(({ key, value }) => [key, reported(value)]));
}

/** A backend that keeps the spans that it is sent. */
export interface OtlpSink {
  readonly url: string;
  readonly spans: readonly OtlpSpan[];
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly resource: Record<string, unknown>;
    readonly spans: readonly OtlpSpan[];
  }[];
}

interface OtlpAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** Starts a backend. `answer` is asked for each request, counted from 0. @default 200 for all */
export async function startOtlpSink(
  answer: (count: number) => OtlpAnswer = () => ({ status: 200 }),
): Promise<OtlpSink> {
  const spans: OtlpSpan[] = [];
  const requests: OtlpSink['requests'][number][] = [];

  const receive = async (message: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const packed = Buffer.concat(chunks);
    const body = message.headers['content-encoding'] === 'gzip' ? gunzipSync(packed) : packed;
    const isJson = message.headers['content-type'] === 'application/json';
    const request = isJson ? (JSON.parse(body.toString()) as OtlpRequest) : decodeRequest(body);
    const sent = request.resourceSpans.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    );
    const resource = plain(request.resourceSpans[0]?.resource.attributes);
    const { status, headers = {}, body: said = isJson ? '{}' : '' } = answer(requests.length);
    requests.push({ path: message.url ?? '', headers: message.headers, resource, spans: sent });
    if (status === 200) spans.push(...sent);
    response.writeHead(status, { 'content-type': message.headers['content-type'], ...headers }).end(said);
  };
  const server = createServer((message, response) => {
    receive(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, requests };
}
