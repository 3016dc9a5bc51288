import {
  bytesField,
  doubleField,
  type Field,
  fixed32Field,
  fixed64Field,
  message,
  messageField,
  textField,
  varintField,
} from './protobuf.ts';
import {
  type Attributes,
  type AttributeValue,
  attributesOf,
  localSpanFlags,
  type Span,
  type SpanLink,
  type SpanRequest,
} from './span.ts';

/**
 * Encodes a request as OTLP/protobuf. Field numbers follow `opentelemetry/proto/trace/v1/trace.proto`.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto
 */
export function asProtobuf({ resource, scope, spans }: SpanRequest): Uint8Array {
  const scopeSpans = [
    messageField(1, [textField(1, scope.name), textField(2, scope.version)]),
    ...spans.map((span) => messageField(2, spanFields(span))),
  ];
  return message([messageField(1, [messageField(1, keyValues(1, resource)), messageField(2, scopeSpans)])]);
}

const fromHex = (digits: string): Uint8Array => Buffer.from(digits, 'hex');

function spanFields(span: Span): readonly Field[] {
  const { parentSpanId, status } = span;
  return [
    bytesField(1, fromHex(span.traceId)),
    bytesField(2, fromHex(span.spanId)),
    ...(parentSpanId === undefined ? [] : [bytesField(4, fromHex(parentSpanId))]),
    textField(5, span.name),
    varintField(6, BigInt(span.kind)),
    fixed64Field(7, span.startNs),
    fixed64Field(8, span.endNs),
    ...keyValues(9, span.attributes),
    ...span.events.map(({ name, timeNs, attributes }) =>
      messageField(11, [fixed64Field(1, timeNs), textField(2, name), ...keyValues(3, attributes)]),
    ),
    ...span.links.map((link) => messageField(13, linkFields(link))),
    messageField(15, [
      ...(status.message === undefined ? [] : [textField(2, status.message)]),
      varintField(3, BigInt(status.code)),
    ]),
    fixed32Field(16, localSpanFlags),
  ];
}

const linkFields = ({ traceId, spanId }: SpanLink): readonly Field[] => [
  bytesField(1, fromHex(traceId)),
  bytesField(2, fromHex(spanId)),
  fixed32Field(6, localSpanFlags),
];

const keyValues = (field: number, attributes: Attributes): readonly Field[] =>
  attributesOf(attributes).map(([key, value]) =>
    messageField(field, [textField(1, key), messageField(2, [anyValue(value)])]),
  );

function anyValue(value: AttributeValue): Field {
  switch (typeof value) {
    case 'string':
      return textField(1, value);
    case 'boolean':
      return varintField(2, value ? 1n : 0n);
    case 'bigint':
      return varintField(3, value);
    case 'number':
      return doubleField(4, value);
    default:
      return messageField(
        5,
        value.map((text) => messageField(1, [anyValue(text)])),
      );
  }
}
