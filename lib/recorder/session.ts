import type {
  CapturedPatch,
  SessionFields,
  SessionReason,
  SessionStatus,
  Snapshot,
  Text,
} from '../model/index.ts';
import { clipIfAny, readConvoId, readName } from './clip.ts';
import { type Anchor, type Clock, roundMs, toIsoTime } from './clock.ts';
import { type EndListener, EndListeners } from './end-listeners.ts';
import { maxNames, readMetrics } from './metrics.ts';
import type { SessionHandle, SessionOutcome } from './session-handle.ts';
import { snapshot, snapshotEach, snapshotError } from './snapshot.ts';
import { type Emit, Step, type StepEnding, type StepStart } from './step.ts';

/** What is known of a session when it opens. */
export interface SessionStart {
  /** @default a new id */
  readonly id?: string;
  readonly name: string;
  readonly agentName: string;
  /** @default `anonymous` */
  readonly userId?: string;
  readonly convoId?: string;
  readonly parentSessionId?: string;
  readonly runId?: string;
  /** The run that this session continues, begun in another process. */
  readonly continuesRun?: string;
  readonly input?: unknown;
  readonly metadata?: { readonly [key: string]: unknown };
  /** As for {@link StepStart.mayWait}, of the session's start. */
  readonly mayWait?: boolean;
}

/** How a session ends. */
export interface SessionEnding {
  readonly status: Exclude<SessionStatus, 'running'>;
  readonly reason?: SessionReason;
  /** The id that the framework gave the run. */
  readonly runId?: string;
  readonly output?: unknown;
  /** What was thrown; becomes the session's failure. */
  readonly error?: unknown;
}

/** What the sessions of one recorder share. */
export interface SessionWiring {
  readonly clock: Clock;
  readonly urlOf: (id: string) => string;
  readonly stepAround: (session: Session) => string | undefined;
  readonly emit: Emit;
  readonly catchUp: () => void;
  readonly nextRevision: () => number;
  /** That of a session of late: ended ones share it, and keep none of their own. */
  anchor: Anchor;
}

const anchorMs = 60_000;

/**
 * A session in the hands of the code that records it. It keeps no content: what it is told leaves at once, so
 * that holding on to an ended session costs next to nothing.
 */
export class Session implements SessionHandle {
  readonly id: string;
  #anchor: Anchor;
  readonly #wiring: SessionWiring;
  #atEnd: EndListeners | undefined;
  #sequence = 0;
  #ended = false;
  #abandoned = false;

  constructor(id: string, anchor: Anchor, wiring: SessionWiring) {
    this.id = id;
    this.#anchor = anchor;
    this.#wiring = wiring;
    if (anchor.monotonicMs - wiring.anchor.monotonicMs > anchorMs) wiring.anchor = anchor;
  }

  get url(): string {
    return this.#wiring.urlOf(this.id);
  }

  /** Emits the session's start. Called once, by the recorder. */
  begin(
    set: SessionFields<Snapshot, Text>,
    metadata: SessionStart['metadata'],
    mayWait: boolean | undefined,
  ): void {
    this.#emitPatch({ set, metadata: metadata && snapshotEach(metadata) }, mayWait);
  }

  /** The present moment on the clock that times its steps, in milliseconds. */
  nowMs(): number {
    return this.#wiring.clock.monotonicMs();
  }

  /** Opens a step. It is emitted, as one event, when it ends. */
  startStep(start: StepStart): Step {
    return new Step(start, this, this.#sequence++, this.#anchor, this.#wiring);
  }

  /**
   * Ends the session. Only the first call counts, but that a session given up as abandoned may end after all;
   * steps that end from then on are marked as late.
   */
  end(ending: SessionEnding): void {
    if (this.isOver) return;
    this.#atEnd?.tell();
    this.#atEnd = undefined;
    this.#ended = true;
    this.#abandoned = ending.reason === 'abandoned';
    const anchor = this.#anchor;
    if (!this.#abandoned) this.#anchor = this.#wiring.anchor;
    const endedMs = this.nowMs();
    this.#emitPatch({
      set: {
        status: ending.status,
        reason: ending.reason ?? null,
        endedAt: toIsoTime(anchor, endedMs),
        durationMs: roundMs(endedMs - anchor.monotonicMs),
        runId: clipIfAny(ending.runId),
        output: snapshot(ending.output),
        failure: ending.error === undefined ? undefined : snapshotError(ending.error),
      },
    });
  }

  /** Has what may wait written down: code of the program comes next, and whatever that does. */
  catchUp(): void {
    this.#wiring.catchUp();
  }

  /** Tells somebody when the session ends; what ends there is not late. */
  tellEnd(listener: EndListener): void {
    this.#atEnd ??= new EndListeners();
    this.#atEnd.add(listener);
  }

  /** Takes {@link tellEnd} back. */
  tellEndNoMore(listener: EndListener): void {
    this.#atEnd?.remove(listener);
  }

  /**
   * Notes that the session waits for somebody: it stays open until it is resumed.
   *
   * @param runId the id under which the framework resumes the run
   */
  suspend(runId?: string): void {
    if (!this.#ended) this.#emitPatch({ set: { reason: 'suspended', runId: clipIfAny(runId) } });
  }

  /** Notes that the session goes on after it was suspended. */
  resume(): void {
    if (!this.#ended) this.#emitPatch({ set: { reason: null } });
  }

  /** True for what ends now: the session is over. */
  get isOver(): boolean {
    return this.#ended && !this.#abandoned;
  }

  /** True once the session has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  // Each is made when it is asked for: usable taken out of the handle, and no weight on one that is kept.
  get setMetadata(): SessionHandle['setMetadata'] {
    return (metadata: { readonly [key: string]: unknown }) => {
      this.#emitPatch({ metadata: snapshotEach(metadata) });
    };
  }

  get setUser(): SessionHandle['setUser'] {
    return (userId: string) => {
      this.#tell(() => ({ set: { userId: readName(userId) } }));
    };
  }

  get setConversation(): SessionHandle['setConversation'] {
    return (convoId: string) => {
      this.#tell(() => ({ set: { convoId: readConvoId(convoId) } }));
    };
  }

  get addTags(): SessionHandle['addTags'] {
    return (...tags: readonly string[]) => {
      this.#tell(() => ({ tags: tags.slice(0, maxNames).map(readName) }));
    };
  }

  get setOutcome(): SessionHandle['setOutcome'] {
    return (outcome: SessionOutcome) => {
      this.#tell(() => ({
        set: { success: outcome.success === true },
        customMetrics: readMetrics(outcome.metrics ?? {}),
      }));
    };
  }

  get setInput(): SessionHandle['setInput'] {
    return (input: unknown) => {
      this.#emitPatch({ set: { input: snapshot(input) ?? null } });
    };
  }

  get setOutput(): SessionHandle['setOutput'] {
    return (output: unknown) => {
      this.#emitPatch({ set: { output: snapshot(output) ?? null } });
    };
  }

  get log(): SessionHandle['log'] {
    return (message: string, data?: unknown) => {
      this.#note(() => ({ kind: 'log', name: message, input: data }));
    };
  }

  get decision(): SessionHandle['decision'] {
    return (name: string, data?: unknown) => {
      this.#note(() => ({ kind: 'decision', name, input: data }));
    };
  }

  get stateChange(): SessionHandle['stateChange'] {
    return (name: string, change?: { readonly before?: unknown; readonly after?: unknown }) => {
      this.#note(
        () => ({ kind: 'state', name, input: change?.before }),
        () => ({ output: change?.after }),
      );
    };
  }

  get error(): SessionHandle['error'] {
    return (error: unknown, data?: unknown) => {
      this.#note(
        () => ({ kind: 'error', name: 'error', input: data }),
        () => ({ status: 'error', error }),
      );
    };
  }

  get score(): SessionHandle['score'] {
    return (name: string, value: number) => {
      if (Number.isFinite(value)) this.#tell(() => ({ customMetrics: { [readName(name)]: value } }));
    };
  }

  #emitPatch(patch: Omit<CapturedPatch, 'type' | 'id' | 'revision'>, mayWait?: boolean): void {
    const { emit, nextRevision } = this.#wiring;
    emit({ type: 'session', id: this.id, revision: nextRevision(), ...patch }, mayWait);
  }

  /** Records something that has no duration. */
  #note(start: () => StepStart, ending?: () => StepEnding): void {
    try {
      this.startStep({ ...start(), parentEventId: this.#wiring.stepAround(this) }).end(ending?.());
    } catch {
      this.setMetadata({ 'sentrial.unreadable': true });
    }
  }

  /** A value without a text form, or with getters that throw, must not reach the caller as an error. */
  #tell(patch: () => Omit<CapturedPatch, 'type' | 'id' | 'revision'>): void {
    try {
      this.#emitPatch(patch());
    } catch {
      this.setMetadata({ 'sentrial.unreadable': true });
    }
  }
}
