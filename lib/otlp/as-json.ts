import {
  type Attributes,
  type AttributeValue,
  attributesOf,
  localSpanFlags,
  type Span,
  type SpanRequest,
} from './span.ts';

/**
 * Encodes a request as OTLP/JSON: hexadecimal ids, 64-bit integers as strings, enumerations as numbers.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function asJson({ resource, scope, spans }: SpanRequest): string {
  return JSON.stringify({
    resourceSpans: [
      { resource: { attributes: keyValues(resource) }, scopeSpans: [{ scope, spans: spans.map(spanOf) }] },
    ],
  });
}

function spanOf({ startNs, endNs, attributes, events, links, ...span }: Span): unknown {
  return {
    ...span,
    flags: localSpanFlags,
    startTimeUnixNano: startNs.toString(),
    endTimeUnixNano: endNs.toString(),
    attributes: keyValues(attributes),
    events: events.map(({ name, timeNs, attributes: eventAttributes }) => ({
      name,
      timeUnixNano: timeNs.toString(),
      attributes: keyValues(eventAttributes),
    })),
    links: links.map((link) => ({ ...link, flags: localSpanFlags })),
  };
}

const keyValues = (attributes: Attributes): unknown =>
  attributesOf(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

function anyValue(value: AttributeValue): unknown {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'bigint':
      return { intValue: value.toString() };
    case 'number':
      return { doubleValue: value };
    default:
      return { arrayValue: { values: value.map(anyValue) } };
  }
}
