import type {
  Cost,
  DeliveryStats,
  ErrorInfo,
  EventKind,
  EventStatus,
  ItemRedaction,
  Json,
  JsonObject,
  PiiMode,
  SessionReason,
  SessionStatus,
  Usage,
} from '../model/index.ts';

/** Restricts a list of sessions. Absent fields do not restrict it. */
export interface SessionFilter {
  readonly agentName?: string;
  readonly status?: SessionStatus;
  readonly userId?: string;
  readonly convoId?: string;
  /** Only sessions that started at this time or later; ISO 8601. */
  readonly since?: string;
}

/** A page of a list, newest first. */
export interface Page {
  /** Maximum number of rows, 1 to 200. @default 50 */
  readonly limit?: number;
  /** `nextCursor` of the previous page. */
  readonly cursor?: string;
}

/** Sums over the model calls of one or more sessions. */
export interface Totals {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Integer pico-dollars (1e-12 USD) as text, because sums can exceed exact numbers. */
  readonly costPico: string;
  /** Model calls without a known price. Their cost is missing from `costPico`. */
  readonly unpricedCalls: number;
  /** Model calls with a cost that lacks a fee or rate. Absent when there are none. */
  readonly incompleteCalls?: number;
}

/** A session in a list. */
export interface SessionSummary {
  readonly id: string;
  readonly name: string;
  readonly agentName: string;
  readonly userId: string;
  readonly convoId?: string;
  readonly status: SessionStatus;
  readonly reason?: SessionReason;
  readonly success?: boolean;
  readonly failure?: ErrorInfo;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  /** Beginning of the input as plain text. */
  readonly inputPreview?: string;
  readonly outputPreview?: string;
  readonly eventCount: number;
  readonly llmCount: number;
  readonly toolCount: number;
  readonly errorCount: number;
  readonly totals: Totals;
}

/** Redaction counts of a session and its events. */
export interface RedactionTotals {
  /** Policies that applied. `off` means that redaction was switched off. */
  readonly policies: readonly string[];
  readonly scanned: number;
  readonly redacted: number;
  readonly withheld: number;
}

/** Redaction by the programs, or by the collector for programs that do not redact. */
export interface RedactionSummary extends RedactionTotals {
  /** Redaction by the collector after the programs. Absent when it changed nothing. */
  readonly collector?: RedactionTotals;
}

/** A session with all its fields, without its events. */
export interface SessionDetail extends SessionSummary {
  readonly input?: Json;
  readonly output?: Json;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly customMetrics: { readonly [key: string]: number };
  readonly parentSessionId?: string;
  readonly runId?: string;
  /**
   * The run that it continues. Absent when the session that started the run is known, since both are then one
   * session.
   */
  readonly continuesRun?: string;
  readonly sdk?: { readonly name: string; readonly version: string };
  readonly redaction: RedactionSummary;
}

/** An event in a timeline. */
export interface EventSummary {
  readonly id: string;
  readonly parentEventId?: string;
  readonly sequence: number;
  readonly kind: EventKind;
  readonly name: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly status: EventStatus;
  readonly error?: ErrorInfo;
  readonly model?: string;
  readonly provider?: string;
  /** The model that answered, if it differs from the requested one. */
  readonly responseModel?: string;
  readonly finishReason?: string;
  readonly toolCallId?: string;
  readonly attempt?: number;
  readonly timeToFirstTokenMs?: number;
  readonly usage?: Usage;
  readonly cost?: Cost;
  readonly late?: boolean;
  readonly redaction?: ItemRedaction;
  /** Who had to run a tool that the agent did not run itself. */
  readonly handedTo?: 'client';
  readonly inputPreview?: string;
  readonly outputPreview?: string;
}

/** An event with its values. */
export interface EventDetail extends EventSummary {
  readonly input?: Json;
  readonly output?: Json;
  readonly metadata?: JsonObject;
}

/** Response of `GET /api/query/sessions`. */
export interface SessionPage {
  readonly sessions: readonly SessionSummary[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/**
 * Response of `GET /api/query/sessions/{id}`. For a session that continues the run of another one, it is that
 * other session.
 */
export interface SessionView {
  readonly session: SessionDetail;
  /** In order of their start. */
  readonly events: readonly EventSummary[];
}

/** Response of `GET /api/query/conversations/{convoId}`. */
export interface ConversationView {
  readonly convoId: string;
  /** Oldest first. Of a longer conversation, the 200 newest. */
  readonly sessions: readonly SessionDetail[];
  /** Number of all sessions of the conversation. */
  readonly sessionCount: number;
  readonly totals: Totals;
}

/** A redaction policy with all defaults applied. */
export interface PolicyDescription {
  /** `builtin-…` or `project-…`, as recorded with events. */
  readonly version: string;
  /** `false` for the built-in policy. */
  readonly isChosen: boolean;
  /** Time of the change, ISO 8601. Absent when it is unknown. */
  readonly changedAt?: string;
  readonly enabled: boolean;
  /** How personal data is replaced. */
  readonly mode: PiiMode;
  /** All fields that a policy can be restricted to. */
  readonly fields: readonly { readonly name: string; readonly isOn: boolean }[];
  /** All built-in kinds of personal data: their names in a policy, and their replacements. */
  readonly kinds: readonly { readonly pattern: string; readonly label: string; readonly isOn: boolean }[];
  readonly customPatterns: readonly {
    readonly label: string;
    readonly pattern: string;
    readonly flags?: string;
  }[];
  /** The chosen policy as it was written, or empty. */
  readonly policy: JsonObject;
}

/** Response of `GET /api/query/redaction`. */
export interface RedactionView extends PolicyDescription {
  /**
   * Command that changes the policy on the collector's machine. Absent for a database without a directory of
   * its own.
   */
  readonly command?: string;
}

/** The delivery counts that a client sent with its newest batch. */
export interface DeliveryReport {
  /** Random id, one for each destination of a process. */
  readonly clientId: string;
  /** Time of arrival, ISO 8601. */
  readonly receivedAt: string;
  /** Agents whose sessions the client has started, sorted by name. */
  readonly agents: readonly string[];
  /** Counts just before the batch arrived. Its items still count as `queued`. */
  readonly stats: DeliveryStats;
  /** Stored items of that batch. */
  readonly arrived: number;
}

/** Response of `GET /api/query/deliveries`. */
export interface DeliveryView {
  /** Newest first. */
  readonly deliveries: readonly DeliveryReport[];
}

/** Response of `GET /api/query/overview`: totals of the sessions of a filter. */
export interface Overview {
  readonly sessionCount: number;
  readonly failedCount: number;
  readonly runningCount: number;
  /** Mean duration of the ended sessions. */
  readonly meanDurationMs?: number;
  readonly totals: Totals;
  /** All agents of the project, independent of the filter, sorted by name. */
  readonly agents: readonly string[];
}

/** The model and the calls of a what-if comparison. */
export interface WhatIfQuery {
  /** `<provider>/<model>` */
  readonly model: string;
  /** Only calls made at this time or later; ISO 8601. @default all */
  readonly since?: string;
  readonly agentName?: string;
}

/** Sums of calls with a known cost on both models. Amounts are integer pico-dollars as text. */
export interface WhatIfSums {
  readonly calls: number;
  /** The stored cost. */
  readonly costPico: string;
  /** The cost of the same tokens on the other model. */
  readonly whatIfPico: string;
}

/** The cost of calls on another model. */
export interface WhatIfComparison {
  /** All calls with a known cost on both models. */
  readonly total: WhatIfSums;
  /**
   * The part of `total` whose model has another tokenizer. The other model counts the same text as another number of
   * tokens.
   */
  readonly otherTokenizer: WhatIfSums;
  /** Calls without a stored cost that have one on the other model. They are not part of `total`. */
  readonly unpricedNow: { readonly calls: number; readonly whatIfPico: string };
  /** Calls without a cost on the other model. They are not part of `total`. */
  readonly unpricedThere: { readonly calls: number; readonly costPico: string };
  /** Calls without a cost on either model, such as calls without usage. */
  readonly unpricedBoth: number;
  /** Calls of `total` with an incomplete cost on one of the models. */
  readonly incompleteCalls: number;
}

/** Response of `GET /api/query/what-if`. */
export interface WhatIfView extends WhatIfComparison {
  /** The `<provider>/<model>` of the price. */
  readonly modelId: string;
  /** By agent of the session, sorted by name. */
  readonly agents: readonly (WhatIfComparison & { readonly agentName: string })[];
}
