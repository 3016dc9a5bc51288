import {
  type CapturedEvent,
  type CapturedItem,
  type EventKind,
  type EventStatus,
  newEventId,
  type Snapshot,
  type SnapshotObject,
  type Usage,
} from '../model/index.ts';
import type { Clock } from '../primitives/index.ts';
import { clip, clipIfAny } from './clip.ts';
import { type Anchor, roundMs, toIsoTime } from './clock.ts';
import { EndListener } from './end-listeners.ts';
import { snapshot, snapshotEach, snapshotError } from './snapshot.ts';

/** The start of a step. */
export interface StepStart {
  readonly kind: EventKind;
  readonly name: string;
  readonly parentEventId?: string;
  /** Copied at once. */
  readonly input?: unknown;
  readonly model?: string;
  readonly provider?: string;
  readonly toolCallId?: string;
  readonly attempt?: number;
  /** Copied at once. */
  readonly metadata?: { readonly [key: string]: unknown };
  /** Start time from {@link Session.nowMs}. @default now */
  readonly sinceMs?: number;
  /**
   * Whether the event can reach the disk together with later ones, at the latest at the end of the turn.
   *
   * @default false: it is on disk before the caller's next await
   */
  readonly deferrable?: boolean;
}

/** The end of a step. */
export interface StepEnding {
  /** @default `error` when there is an `error`, else `ok` */
  readonly status?: EventStatus;
  /** Copied at once. */
  readonly output?: unknown;
  /** The thrown value. */
  readonly error?: unknown;
  readonly finishReason?: string;
  readonly usage?: Usage;
  /** Cost that the provider reported, in integer pico-dollars. */
  readonly reportedPico?: number;
  readonly metadata?: { readonly [key: string]: unknown };
}

/** Receives an item. A deferrable one is processed with the next other item, or at the end of the turn. */
export type Emit = (item: CapturedItem, deferrable?: boolean) => void;

interface StepWiring {
  readonly clock: Clock;
  readonly emit: Emit;
}

/** The operations of a session that a step needs. */
interface StepSession {
  readonly id: string;
  /** Whether the session is over, so that later ends are marked as late. */
  readonly isOver: boolean;
  stepEnds(step: Step): void;
}

/** A running step. It ends exactly once, as one event. */
export class Step extends EndListener {
  /** Id of the event. Child steps refer to it as their parent. */
  readonly id: string = newEventId();
  /** The start of the step. */
  readonly start: StepStart;
  readonly #startedMs: number;
  readonly #wiring: StepWiring;
  readonly #session: StepSession;
  readonly #sequence: number;
  readonly #anchor: Anchor;
  readonly #metadata: SnapshotObject | undefined;
  #input: Snapshot | undefined;
  #firstTokenMs: number | undefined;
  #lastTokenMs: number | undefined;
  #ended = false;

  constructor(start: StepStart, session: StepSession, sequence: number, anchor: Anchor, wiring: StepWiring) {
    super();
    this.#startedMs = start.sinceMs ?? wiring.clock.monotonicMs();
    this.start = start;
    this.#input = snapshot(start.input);
    this.#metadata = start.metadata && snapshotEach(start.metadata);
    this.#wiring = wiring;
    this.#session = session;
    this.#sequence = sequence;
    this.#anchor = anchor;
  }

  /** Records the time of a model's first content. Only the first call counts. */
  markFirstToken(): void {
    this.#firstTokenMs ??= this.#wiring.clock.monotonicMs();
  }

  /** Replaces the input of a step. Copied at once. */
  setInput(input: unknown): void {
    this.#input = snapshot(input);
  }

  /** Records the time of a model's content. A step whose end is reported later ends with its last content. */
  markToken(): void {
    this.#lastTokenMs = this.#wiring.clock.monotonicMs();
    this.#firstTokenMs ??= this.#lastTokenMs;
  }

  override sessionEnds(): void {
    this.end({ status: 'cancelled' });
  }

  /** Ends the step and emits its event. Only the first call counts. */
  end(ending: StepEnding = {}): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#session.stepEnds(this);
    const { clock, emit } = this.#wiring;
    const anchor = this.#anchor;
    const { kind, name, parentEventId, model, provider, toolCallId, attempt } = this.start;
    const failed = ending.error !== undefined;
    const event: CapturedEvent = {
      type: 'event',
      id: this.id,
      sessionId: this.#session.id,
      parentEventId,
      sequence: this.#sequence,
      kind,
      name: clip(name),
      startedAt: toIsoTime(anchor, this.#startedMs),
      durationMs: roundMs((this.#lastTokenMs ?? clock.monotonicMs()) - this.#startedMs),
      status: ending.status ?? (failed ? 'error' : 'ok'),
      input: this.#input,
      output: snapshot(ending.output),
      error: failed ? snapshotError(ending.error) : undefined,
      model: clipIfAny(model),
      provider: clipIfAny(provider),
      finishReason: clipIfAny(ending.finishReason),
      toolCallId: clipIfAny(toolCallId),
      attempt: attempt !== undefined && attempt > 1 ? attempt : undefined,
      timeToFirstTokenMs:
        this.#firstTokenMs === undefined ? undefined : roundMs(this.#firstTokenMs - this.#startedMs),
      usage: ending.usage,
      reportedPico: ending.reportedPico,
      metadata: ending.metadata ? { ...this.#metadata, ...snapshotEach(ending.metadata) } : this.#metadata,
      late: this.#session.isOver || undefined,
    };
    emit(event, this.start.deferrable);
  }
}
