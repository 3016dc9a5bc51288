import type {
  Cost,
  DeliveryStats,
  ErrorInfo,
  EventKind,
  EventStatus,
  ItemRedaction,
  Json,
  JsonObject,
  SessionReason,
  SessionStatus,
  Usage,
} from '../model/index.ts';

/** Which sessions a list holds. Absent fields do not restrict it. */
export interface SessionFilter {
  readonly agentName?: string;
  readonly status?: SessionStatus;
  readonly userId?: string;
  readonly convoId?: string;
  /** Only sessions that started at this time or later; ISO 8601. */
  readonly since?: string;
}

/** A part of a list, newest first. */
export interface Page {
  /** Rows at most, 1 to 200. @default 50 */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

/** Sums over the model calls of one or more sessions. */
export interface Totals {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Integer pico-dollars (1e-12 USD), as text, since sums exceed what a number holds exactly. */
  readonly costPico: string;
  /** Model calls without a known price: what they cost is missing from `costPico`. */
  readonly unpricedCalls: number;
}

/** A session as a row of a list. */
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
  /** The beginning of the input as plain text. */
  readonly inputPreview?: string;
  readonly outputPreview?: string;
  readonly eventCount: number;
  readonly llmCount: number;
  readonly toolCount: number;
  readonly errorCount: number;
  readonly totals: Totals;
}

/** What redactors did to a session and its events. */
export interface RedactionTotals {
  /** The policies that applied; `off` where redaction was switched off. */
  readonly policies: readonly string[];
  readonly scanned: number;
  readonly redacted: number;
  readonly withheld: number;
}

/** What was done by the programs, or by the collector for those that do not redact. */
export interface RedactionSummary extends RedactionTotals {
  /** What the collector did after the programs. Absent where it did nothing further. */
  readonly collector?: RedactionTotals;
}

/** A session with everything that is known of it but its events. */
export interface SessionDetail extends SessionSummary {
  readonly input?: Json;
  readonly output?: Json;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly customMetrics: { readonly [key: string]: number };
  readonly parentSessionId?: string;
  readonly runId?: string;
  /** The run that it continues. Absent where the session that began the run is known: that one answers for both. */
  readonly continuesRun?: string;
  readonly sdk?: { readonly name: string; readonly version: string };
  readonly redaction: RedactionSummary;
}

/** An event as a row of a timeline. */
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
  /** The model that answered, where the provider names another one than was asked for. */
  readonly responseModel?: string;
  readonly finishReason?: string;
  readonly toolCallId?: string;
  readonly attempt?: number;
  readonly timeToFirstTokenMs?: number;
  readonly usage?: Usage;
  readonly cost?: Cost;
  readonly late?: boolean;
  readonly redaction?: ItemRedaction;
  /** Who was to run a tool that the agent did not run itself. */
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

/** Answer of `GET /api/query/sessions`. */
export interface SessionPage {
  readonly sessions: readonly SessionSummary[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/**
 * Answer of `GET /api/query/sessions/{id}`. For a session that continues the run of another one it is that other
 * session, under its own id.
 */
export interface SessionView {
  readonly session: SessionDetail;
  /** In the order in which they began. */
  readonly events: readonly EventSummary[];
}

/** Answer of `GET /api/query/conversations/{convoId}`. */
export interface ConversationView {
  readonly convoId: string;
  /** Oldest first; the 200 newest of a longer conversation. */
  readonly sessions: readonly SessionDetail[];
  /** Sessions of the conversation in all. */
  readonly sessionCount: number;
  readonly totals: Totals;
}

/** A redaction policy with everything that it leaves open decided. */
export interface PolicyDescription {
  /** `builtin-…` or `project-…`: what events are marked with. */
  readonly version: string;
  /** False for the one that applies where none was chosen. */
  readonly isChosen: boolean;
  /** When it was chosen, ISO 8601. Absent where that is not known. */
  readonly changedAt?: string;
  readonly enabled: boolean;
  /** How personal data is replaced. */
  readonly mode: 'label' | 'hash' | 'remove' | 'pseudonym';
  /** All fields that a policy can be restricted to. */
  readonly fields: readonly { readonly name: string; readonly isOn: boolean }[];
  /** All kinds of personal data that are known: their names in a policy, and what takes their place. */
  readonly kinds: readonly { readonly pattern: string; readonly label: string; readonly isOn: boolean }[];
  readonly customPatterns: readonly {
    readonly label: string;
    readonly pattern: string;
    readonly flags?: string;
  }[];
  /** What was chosen, as it was written; empty where nothing was. */
  readonly policy: JsonObject;
}

/** Answer of `GET /api/query/redaction`. */
export interface RedactionView extends PolicyDescription {
  /** Chooses another, on the machine of the collector. Absent where its database is not a directory of its own. */
  readonly command?: string;
}

/** What a client says became of everything it recorded, as of its newest batch. */
export interface DeliveryReport {
  /** Random; one for each destination of a process. */
  readonly clientId: string;
  /** When it was told, ISO 8601. */
  readonly receivedAt: string;
  /** Agents whose sessions it has begun, by name. */
  readonly agents: readonly string[];
  /** As of just before the batch arrived that brought it: what it carried is still among the `queued`. */
  readonly stats: DeliveryStats;
  /** Items of that batch that are kept. */
  readonly arrived: number;
}

/** Answer of `GET /api/query/deliveries`. */
export interface DeliveryView {
  /** Newest first. */
  readonly deliveries: readonly DeliveryReport[];
}

/** Answer of `GET /api/query/overview`: what a filter's sessions amount to. */
export interface Overview {
  readonly sessionCount: number;
  readonly failedCount: number;
  readonly runningCount: number;
  /** Mean duration of the ended sessions. */
  readonly meanDurationMs?: number;
  readonly totals: Totals;
  /** The agents of the project, whatever the filter, by name. */
  readonly agents: readonly string[];
}
