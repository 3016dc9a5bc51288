/** The value of an attribute: a `bigint` is sent as an integer, a `number` as a double. */
export type AttributeValue = string | boolean | bigint | number | readonly string[];

/** Attributes by name; those that are `undefined` are left out. */
export interface Attributes {
  readonly [name: string]: AttributeValue | undefined;
}

/** Kinds of spans, by their numbers on the wire. */
export const spanKinds = { internal: 1, client: 3 } as const;

/** Status codes, by their numbers on the wire. */
export const statusCodes = { unset: 0, error: 2 } as const;

/** Something that happened at one moment of a span. */
export interface SpanEvent {
  readonly name: string;
  /** Nanoseconds since 1970. */
  readonly timeNs: bigint;
  readonly attributes: Attributes;
}

/** Another span that belongs to this one without being its parent. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
}

/** A span, before it is encoded. */
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

/** What one request carries: spans of one resource, made by one library. */
export interface SpanRequest {
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string };
  readonly spans: readonly Span[];
}

/** Sampled, and known not to come from another process: what the official exporters say of such spans. */
export const localSpanFlags = 0x101;

/** The attributes that are there. */
export const attributesOf = (attributes: Attributes): readonly (readonly [string, AttributeValue])[] =>
  Object.entries(attributes).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined);
