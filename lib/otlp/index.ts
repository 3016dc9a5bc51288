export { asJson } from './as-json.ts';
export { asProtobuf } from './as-protobuf.ts';
export { spanIdOf, traceIdOf } from './ids.ts';
export { readPartialSuccess } from './partial-success.ts';
export type { Attributes, Span, SpanRequest } from './span.ts';
export { eventSpan, sessionSpan } from './to-spans.ts';
