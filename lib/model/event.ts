import type { Cost } from './cost.ts';
import type { Json } from './json.ts';
import type { Usage } from './usage.ts';

/** All kinds of events. */
export const eventKinds = [
  'llm',
  'tool',
  'agent',
  'workflow',
  'step',
  'function',
  'decision',
  'state',
  'error',
  'log',
] as const;

/** The kind of an event. */
export type EventKind = (typeof eventKinds)[number];

/** All outcomes of a step. */
export const eventStatuses = ['ok', 'error', 'cancelled'] as const;

/** The outcome of a step. */
export type EventStatus = (typeof eventStatuses)[number];

/** An error as plain data. */
export interface ErrorInfo<T = string> {
  /** Class of the error, such as `TypeError`, or the type of the thrown value. */
  readonly type: T;
  readonly message: T;
  readonly stack?: T;
}

/** Redaction counts of one item under one policy. */
export interface RedactionCounts {
  /** Version of the policy. */
  readonly policy: string;
  /** Number of strings checked. */
  readonly scanned: number;
  /** Number of matches replaced. */
  readonly redacted: number;
  /** Number of values withheld because redaction failed. */
  readonly withheld: number;
}

/** Redaction counts of the first redactor, and of the collector if it ran later. */
export interface ItemRedaction extends RedactionCounts {
  /** Absent when the collector changed nothing. */
  readonly collector?: RedactionCounts;
}

/**
 * One finished step of a session, as plain data. Before redaction, its values `V` are `Snapshot` and its
 * texts `T` are `Text`; afterwards they are JSON and strings.
 */
export interface SessionEvent<V = Json, T = string> {
  readonly type: 'event';
  readonly id: string;
  readonly sessionId: string;
  /** Id of the parent step. Absent directly below the session. */
  readonly parentEventId?: string;
  /** 0, 1, 2, … in the order in which the steps of a session started in one process. */
  readonly sequence: number;
  readonly kind: EventKind;
  /** `llm:<provider>:<model>`, the id of a tool, or a name from the user. */
  readonly name: string;
  /** ISO 8601 with milliseconds, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly status: EventStatus;
  readonly input?: V;
  readonly output?: V;
  readonly error?: ErrorInfo<T>;
  readonly model?: string;
  readonly provider?: string;
  readonly finishReason?: string;
  readonly toolCallId?: string;
  /** 2 for the first repetition of a model call, 3 for the next. Absent for the first attempt. */
  readonly attempt?: number;
  readonly timeToFirstTokenMs?: number;
  readonly usage?: Usage;
  /** Cost that the provider reported, in integer pico-dollars, until the `cost` contains it. */
  readonly reportedPico?: number;
  readonly cost?: Cost;
  readonly metadata?: { readonly [key: string]: V };
  /** Whether the step ended after its session. */
  readonly late?: boolean;
  readonly redaction?: ItemRedaction;
}
