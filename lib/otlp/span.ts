/** An attribute value. A `bigint` is sent as an integer and a `number` as a double. */
export type AttributeValue = string | boolean | bigint | number | readonly string[];

/** Attributes by name. `undefined` values are omitted. */
export interface Attributes {
  readonly [name: string]: AttributeValue | undefined;
}

/** OTLP numbers of span kinds. */
export const spanKinds = { internal: 1, client: 3 } as const;

/** OTLP numbers of status codes. */
export const statusCodes = { unset: 0, error: 2 } as const;

/** An event at one moment of a span. */
export interface SpanEvent {
  readonly name: string;
  /** Nanoseconds since 1970. */
  readonly timeNs: bigint;
  readonly attributes: Attributes;
}

/** A link to a related span that is not the parent. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
}

/** A span before encoding. */
export interface Span {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: (typeof spanKinds)[keyof typeof spanKinds];
  /** Nanoseconds since 1970. */
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly status: {
    readonly code: (typeof statusCodes)[keyof typeof statusCodes];
    readonly message?: string;
  };
}

/** One export request: spans of one resource and one library. */
export interface SpanRequest {
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string };
  readonly spans: readonly Span[];
}

/** The flags that official exporters set for a sampled span with a local parent. */
export const localSpanFlags = 0x101;

/** Returns the entries of all defined attributes. */
export const attributesOf = (attributes: Attributes): readonly (readonly [string, AttributeValue])[] =>
  Object.entries(attributes).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined);
