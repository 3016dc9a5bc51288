import type { Cost } from './cost.ts';
import type { Json } from './json.ts';
import type { Usage } from './usage.ts';

/** What kind of step an event tells of. */
export type EventKind =
  | 'llm'
  | 'tool'
  | 'agent'
  | 'workflow'
  | 'step'
  | 'function'
  | 'decision'
  | 'state'
  | 'error'
  | 'log';

/** All event kinds, for the door that checks them. */
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
] as const satisfies readonly EventKind[];

/** How a step ended. */
export type EventStatus = 'ok' | 'error' | 'cancelled';

/** An error as plain data. */
export interface ErrorInfo<T = string> {
  /** The error's class, such as `TypeError`, or the type of what was thrown. */
  readonly type: T;
  readonly message: T;
  readonly stack?: T;
}

/** What the redactor did to one item, under which policy. */
export interface RedactionCounts {
  /** Version of the policy that applied. */
  readonly policy: string;
  /** Strings looked at. */
  readonly scanned: number;
  /** Places replaced by a label. */
  readonly redacted: number;
  /** Values left out because they could not be redacted. */
  readonly withheld: number;
}

/** What was done to an item by the first redactor it met, and by the collector's where it met that one later. */
export interface ItemRedaction extends RedactionCounts {
  /** Absent where the collector did nothing further. */
  readonly collector?: RedactionCounts;
}

/**
 * One finished step of a session, as plain data. `V` is the form of its values and `T` that of its free
 * texts: `Snapshot` and `Text` until it has passed the redactor, JSON and strings from then on.
 */
export interface SessionEvent<V = Json, T = string> {
  readonly type: 'event';
  readonly id: string;
  readonly sessionId: string;
  /** The step in which this one happened; absent directly below the session. */
  readonly parentEventId?: string;
  /** 0, 1, 2, … in the order in which the steps of a session began in one process. */
  readonly sequence: number;
  readonly kind: EventKind;
  /** `llm:<provider>:<model>`, a tool's id, or what the user called it. */
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
  /** 2 for the first repetition of a model call, 3 for the next; absent for the first attempt. */
  readonly attempt?: number;
  readonly timeToFirstTokenMs?: number;
  readonly usage?: Usage;
  /** What the provider itself says that the call cost, in integer pico-dollars, until its `cost` has it. */
  readonly reportedPico?: number;
  readonly cost?: Cost;
  readonly metadata?: { readonly [key: string]: V };
  /** True when the step ended after its session had. */
  readonly late?: boolean;
  readonly redaction?: ItemRedaction;
}
