import {
  type BatchItem,
  type CapturedEvent,
  type CapturedItem,
  type CapturedPatch,
  type ErrorInfo,
  type EventKind,
  isOwnId,
  isUuid,
  type Json,
  type RedactionCounts,
  type SessionEvent,
  type SessionPatch,
  type Snapshot,
  type Text,
} from '../model/index.ts';
import { noRedaction } from './no-redaction.ts';
import type { PiiField } from './policy.ts';
import type { Redactor } from './redactor.ts';
import { ValueRedactor } from './value-redactor.ts';

/** Replaces a value that could not be redacted. */
const withheld = '[REDACTION FAILED]';
const off = 'off';

/**
 * Redacts every text of an item, including keys, names and errors, and adds the counts. A value that cannot be
 * redacted is replaced as a whole.
 *
 * @param redactor the redactor, or `undefined` to turn redaction off
 */
export function redactItem(item: CapturedItem, redactor: Redactor | undefined): BatchItem {
  const redaction = new ItemRedaction(item.type === 'event' ? item.sessionId : item.id, redactor);
  return item.type === 'event' ? redaction.event(item) : redaction.patch(item);
}

const metadataFields: readonly PiiField[] = ['metadata'];
const userInput: readonly PiiField[] = ['userInput'];
const assistantOutput: readonly PiiField[] = ['assistantOutput'];
const failureReason: readonly PiiField[] = ['failureReason'];

/** All fields including the optional ones, so that the compiler reports a missing field. */
type EveryField<T> = { readonly [field in keyof Required<T>]: T[field] };

/** Redacts the parts of one item and counts what it does. */
export class ItemRedaction {
  readonly #redactor: Redactor | undefined;
  readonly #valueRedactor: ValueRedactor;
  #unredacted: ValueRedactor | undefined;
  #withheld = 0;

  constructor(sessionId: string, redactor: Redactor | undefined) {
    this.#redactor = redactor;
    this.#valueRedactor = redactor ? new ValueRedactor(redactor.session(sessionId)) : this.#plain();
  }

  event(event: CapturedEvent): SessionEvent {
    const [input, output] = valueFields[event.kind] ?? valueFields.other;
    // Lists every field: a spread for each event costs as much as the redaction.
    const redacted: EveryField<SessionEvent> = {
      type: event.type,
      id: this.#key(event.id),
      sessionId: this.#key(event.sessionId),
      parentEventId: this.#key(event.parentEventId),
      sequence: event.sequence,
      kind: event.kind,
      name: this.#name(event.name),
      startedAt: event.startedAt,
      durationMs: event.durationMs,
      status: event.status,
      input: this.#value(event.input, input),
      output: this.#value(event.output, output),
      error: event.error && this.#error(event.error),
      model: this.#name(event.model),
      provider: this.#name(event.provider),
      finishReason: this.#name(event.finishReason),
      toolCallId: this.#id(event.toolCallId),
      attempt: event.attempt,
      timeToFirstTokenMs: event.timeToFirstTokenMs,
      usage: event.usage,
      reportedPico: event.reportedPico,
      cost: event.cost,
      metadata: this.#value(event.metadata, metadataFields) as SessionEvent['metadata'],
      late: event.late,
      redaction: this.#counts(),
    };
    return redacted;
  }

  patch(patch: CapturedPatch): SessionPatch {
    const { set, metadata, tags, customMetrics } = patch;
    return {
      ...patch,
      id: this.#key(patch.id),
      set: set && {
        ...set,
        name: this.#name(set.name),
        agentName: this.#name(set.agentName),
        userId: this.#id(set.userId),
        convoId: this.#id(set.convoId),
        parentSessionId: this.#key(set.parentSessionId),
        runId: this.#id(set.runId),
        continuesRun: this.#id(set.continuesRun),
        input: this.#value(set.input, userInput),
        output: this.#value(set.output, assistantOutput),
        failure: set.failure && this.#error(set.failure),
        sdk: set.sdk && { name: this.#name(set.sdk.name), version: this.#name(set.sdk.version) },
      },
      metadata: this.#value(metadata, metadataFields) as SessionPatch['metadata'],
      tags: tags?.map((tag) => this.#name(tag)),
      customMetrics: customMetrics && this.#metrics(customMetrics),
      redaction: this.#counts(),
    };
  }

  /** Returns a value redactor that changes nothing. */
  #plain(): ValueRedactor {
    this.#unredacted ??= new ValueRedactor(noRedaction);
    return this.#unredacted;
  }

  /** Called last, when all counts are complete. */
  #counts(): RedactionCounts {
    return {
      policy: this.#redactor?.version ?? off,
      scanned: this.#valueRedactor.scanned,
      redacted: this.#valueRedactor.redacted,
      withheld: this.#withheld,
    };
  }

  /** Fails closed. The error is dropped as well, because its text may contain personal data. */
  #withhold<R>(instead: R): R {
    this.#withheld++;
    return instead;
  }

  /** Returns the policy's redactor when the policy covers at least one of the fields. */
  #redactorFor(fields: readonly PiiField[]): ValueRedactor {
    if (!this.#redactor) return this.#valueRedactor;
    for (const field of fields) if (this.#redactor.fields.has(field)) return this.#valueRedactor;
    return this.#plain();
  }

  #value<V extends Snapshot | undefined>(
    value: V,
    fields: readonly PiiField[],
  ): Json | Extract<V, undefined> {
    if (value === undefined) return undefined as Extract<V, undefined>;
    try {
      return this.#redactorFor(fields).value(value);
    } catch {
      return this.#withhold(withheld);
    }
  }

  #error(error: ErrorInfo<Text>): ErrorInfo {
    const valueRedactor = this.#redactorFor(failureReason);
    try {
      return {
        type: valueRedactor.text(error.type),
        message: valueRedactor.text(error.message),
        ...(error.stack === undefined ? {} : { stack: valueRedactor.text(error.stack) }),
      };
    } catch {
      return this.#withhold({ type: 'Error', message: withheld });
    }
  }

  #name<T extends string | undefined>(text: T): T {
    if (text === undefined) return text;
    try {
      return this.#valueRedactor.text(text) as T;
    } catch {
      return this.#withhold(withheld as T);
    }
  }

  #id<T extends string | undefined>(text: T): T {
    if (text === undefined || isUuid(text)) return text;
    try {
      return this.#valueRedactor.id(text) as T;
    } catch {
      return this.#withhold(withheld as T);
    }
  }

  /** Redacts a session or event id. Ids that Sentrial made are skipped for speed. */
  #key<T extends string | undefined>(id: T): T {
    return id === undefined || isOwnId(id) ? id : this.#id(id);
  }

  /** Drops metrics that are personal data, such as one named `ssn`. A metric can only hold a number. */
  #metrics(metrics: { readonly [name: string]: number }): { readonly [name: string]: number } {
    try {
      const shown = this.#valueRedactor.value(metrics) as { readonly [name: string]: Json };
      return Object.fromEntries(Object.entries(shown).filter(([, value]) => typeof value === 'number')) as {
        readonly [name: string]: number;
      };
    } catch {
      return this.#withhold({});
    }
  }
}

type TwoFields = readonly [input: readonly PiiField[], output: readonly PiiField[]];

/** The policy fields of each event kind's input and output. Model calls contain several kinds of data. */
const valueFields: Partial<Record<EventKind, TwoFields>> & { readonly other: TwoFields } = {
  llm: [
    ['userInput', 'assistantOutput', 'toolInput', 'toolOutput'],
    ['assistantOutput', 'toolInput', 'reasoning'],
  ],
  agent: [['userInput'], ['assistantOutput']],
  decision: [['reasoning'], ['reasoning']],
  other: [['toolInput'], ['toolOutput']],
};
