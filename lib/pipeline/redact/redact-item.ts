import {
  type BatchItem,
  type CapturedEvent,
  type CapturedItem,
  type CapturedPatch,
  CutString,
  type ErrorInfo,
  type Json,
  type RedactionCounts,
  type SessionEvent,
  type SessionPatch,
  type Snapshot,
  type Text,
} from '../../model/index.ts';
import type { Redactor } from './redactor.ts';

/** What stands where a value could not be redacted, so that it was withheld. */
const withheld = '[REDACTION FAILED]';

/**
 * An item as it may leave the process: every text in it redacted, those in keys, names and errors too, and the
 * counts of what was done noted. A value that cannot be redacted is replaced as a whole by {@link withheld}.
 *
 * @param redactor `undefined` turns redaction off: values are only written out
 */
export function redactItem(item: CapturedItem, redactor: Redactor | undefined): BatchItem {
  const walk = new Walk(redactor);
  return item.type === 'event' ? walk.event(item) : walk.patch(item);
}

const off = 'off';

class Walk {
  readonly #redactor: Redactor | undefined;
  #scanned = 0;
  #redacted = 0;
  #withheld = 0;

  constructor(redactor: Redactor | undefined) {
    this.#redactor = redactor;
  }

  event(event: CapturedEvent): SessionEvent {
    const result = {
      ...event,
      name: this.#plain(event.name),
      input: this.#value(event.input),
      output: this.#value(event.output),
      error: event.error && this.#error(event.error),
      metadata: this.#value(event.metadata) as SessionEvent['metadata'],
    };
    return { ...result, redaction: this.#counts() };
  }

  patch(patch: CapturedPatch): SessionPatch {
    const { set, metadata, tags } = patch;
    const result = {
      ...patch,
      set: set && {
        ...set,
        name: this.#plain(set.name),
        agentName: this.#plain(set.agentName),
        userId: this.#id(set.userId),
        convoId: this.#id(set.convoId),
        input: this.#value(set.input),
        output: this.#value(set.output),
        failure: set.failure && this.#error(set.failure),
      },
      metadata: this.#value(metadata) as SessionPatch['metadata'],
      tags: tags?.map((tag) => this.#plain(tag)),
    };
    return { ...result, redaction: this.#counts() };
  }

  #counts(): RedactionCounts {
    return {
      policy: this.#redactor?.policy ?? off,
      scanned: this.#scanned,
      redacted: this.#redacted,
      withheld: this.#withheld,
    };
  }

  /** Fails closed: the error's text may hold what could not be redacted, so it is dropped as well. */
  #guard<R>(redact: () => R, instead: R): R {
    try {
      return redact();
    } catch {
      this.#withheld++;
      return instead;
    }
  }

  #value<V extends Snapshot | undefined>(value: V): Json | Extract<V, undefined> {
    if (value === undefined) return undefined as Extract<V, undefined>;
    return this.#guard(() => this.#json(value), withheld);
  }

  #error(error: ErrorInfo<Text>): ErrorInfo {
    const redact = (): ErrorInfo => ({
      type: this.#text(error.type),
      message: this.#text(error.message),
      ...(error.stack === undefined ? {} : { stack: this.#text(error.stack) }),
    });
    return this.#guard(redact, { type: 'Error', message: withheld });
  }

  #plain<T extends string | undefined>(text: T): T {
    return text === undefined ? text : (this.#guard(() => this.#string(text), withheld) as T);
  }

  #id<T extends string | undefined>(text: T): T {
    if (text === undefined || !this.#redactor) return text;
    const { id } = this.#redactor;
    return this.#guard(() => this.#count(id(text)), withheld) as T;
  }

  #json(value: Snapshot): Json {
    if (typeof value === 'string' || value instanceof CutString) return this.#text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((element: Snapshot) => this.#json(element));
    const result: [string, Json][] = [];
    for (const [key, element] of Object.entries(value)) result.push([this.#string(key), this.#json(element)]);
    return Object.fromEntries(result);
  }

  #text(text: Text): string {
    if (typeof text === 'string') return this.#string(text);
    const { head, tail, margin, length } = text;
    const headChars = head.length - margin;
    const tailChars = tail.length - margin;
    const start = this.#string(head, 0, headChars);
    const end = this.#string(tail, margin, tail.length);
    const missing = (length - headChars - tailChars).toLocaleString('en-US');
    return `${start}… [${missing} characters left out] …${end}`;
  }

  #string(text: string, from = 0, to = text.length): string {
    if (!this.#redactor) return text.slice(from, to);
    return this.#count(this.#redactor.text(text, { from, to }));
  }

  #count({ text, redacted }: { readonly text: string; readonly redacted: number }): string {
    this.#scanned++;
    this.#redacted += redacted;
    return text;
  }
}
