import type { SessionFields, Snapshot, Text } from '../model/index.ts';
import type { Clock } from '../primitives/index.ts';
import { clipIfAny, readConvoId, readName } from './clip.ts';
import { type Anchor, roundMs, toIsoTime } from './clock.ts';
import { createSessionHandle, type SessionChange } from './create-session-handle.ts';
import { type EndListener, EndListeners } from './end-listeners.ts';
import type { OpenSessions } from './open-sessions.ts';
import type { SessionEnding } from './session-ending.ts';
import type { SessionHandle } from './session-handle.ts';
import type { Identity, SessionStart } from './session-start.ts';
import { snapshot, snapshotEach, snapshotError } from './snapshot.ts';
import { type Emit, Step, type StepEnding, type StepStart } from './step.ts';

/** Dependencies that the sessions of one recorder share. */
export interface SessionWiring {
  readonly clock: Clock;
  readonly urlOf: (id: string) => string;
  readonly stepAround: (session: Session) => string | undefined;
  readonly emit: Emit;
  readonly persistPending: () => void;
  readonly nextRevision: () => number;
  readonly open: OpenSessions<Session>;
  /** A recent session's anchor. Ended sessions share it, so that none keeps its own. */
  anchor: Anchor;
}

const anchorMs = 60_000;
/** Limit on the open steps a session remembers, so that steps that never end do not accumulate for weeks. */
const maxOpenSteps = 1000;

/** `joined`: another process starts and ends it. `given-up`: ended, but a later end can still replace that. */
type SessionState = 'joined' | 'open' | 'given-up' | 'over';

/** State that only a session needs which can still end. */
class LiveState {
  atEnd: EndListeners | undefined;
  openSteps: EndListeners | undefined;
  patches = 0;
  inheritsUser = false;
  inheritsConversation = false;
}

/**
 * The lifecycle of a session. It keeps no content, since every change is emitted at once: a reference to an ended
 * session costs little memory.
 */
export class Session {
  readonly id: string;
  #anchor: Anchor;
  readonly #wiring: SessionWiring;
  #state: SessionState = 'joined';
  #sequence = 0;
  /** Released once the session is over. */
  #live: LiveState | undefined = new LiveState();
  #handle: SessionHandle | undefined;
  /** Replaces {@link Session.handle} once the session is over, so that a retained session stays small. */
  #handleRef: WeakRef<SessionHandle> | undefined;

  constructor(id: string, anchor: Anchor, wiring: SessionWiring) {
    this.id = id;
    this.#anchor = anchor;
    this.#wiring = wiring;
    if (anchor.monotonicMs - wiring.anchor.monotonicMs > anchorMs) wiring.anchor = anchor;
  }

  get url(): string {
    return this.#wiring.urlOf(this.id);
  }

  /** Emits the start of the session. The recorder calls it once. */
  begin(set: SessionFields<Snapshot, Text>, start: SessionStart): void {
    const { metadata, deferrable, inheritsIdentity = false, userId, convoId } = start;
    this.#state = 'open';
    if (this.#live) {
      this.#live.inheritsUser = inheritsIdentity && userId === undefined;
      this.#live.inheritsConversation = inheritsIdentity && convoId === undefined;
    }
    this.#emitPatch({ set, metadata: metadata && snapshotEach(metadata) }, deferrable);
    this.#wiring.open.add(this);
  }

  /** A number that grows with each step and change. */
  get activity(): number {
    return this.#sequence + (this.#live?.patches ?? 0);
  }

  /** Returns the time of the clock that times the steps, in milliseconds. */
  nowMs(): number {
    return this.#wiring.clock.monotonicMs();
  }

  /** Sets the user and conversation of a run inside the session, unless they are set already. */
  setDefaultIdentity({ userId, convoId }: Identity): void {
    const user = this.#live?.inheritsUser ? userId : undefined;
    const conversation = this.#live?.inheritsConversation ? convoId : undefined;
    if (user !== undefined) this.setUser(user);
    if (conversation !== undefined) this.setConversation(conversation);
  }

  /** Starts a step. It is emitted as one event when it ends. */
  startStep(start: StepStart): Step {
    const step = new Step(start, this, this.#sequence++, this.#anchor, this.#wiring);
    if (this.#live && !this.ended) {
      this.#live.openSteps ??= new EndListeners(maxOpenSteps);
      if (this.#state === 'joined' && this.#live.openSteps.isEmpty) this.#wiring.open.add(this);
      this.#live.openSteps.add(step);
    }
    return step;
  }

  /** Called by each step when it ends. */
  stepEnds(step: Step): void {
    const openSteps = this.#live?.openSteps;
    openSteps?.remove(step);
    if (this.#state === 'joined' && openSteps?.isEmpty) this.#wiring.open.delete(this);
  }

  /**
   * Ends the session, after which ending steps are marked as late. Only the first call counts, except that a
   * later end replaces `abandoned` and `interrupted`.
   */
  end(ending: SessionEnding): void {
    if (this.isOver) return;
    this.#live?.atEnd?.notify();
    this.#live?.openSteps?.clear();
    this.#wiring.open.delete(this);
    this.#state = ending.reason === 'abandoned' || ending.reason === 'interrupted' ? 'given-up' : 'over';
    const anchor = this.#anchor;
    if (this.isOver) {
      this.#anchor = this.#wiring.anchor;
      this.#live = undefined;
      if (this.#handle) this.#handleRef = new WeakRef(this.#handle);
      this.#handle = undefined;
    }
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

  /** Ends the session and its open steps, because the process or the recording ends. */
  interrupt(cause: unknown): void {
    this.#live?.atEnd?.notify();
    this.#live?.openSteps?.notify();
    if (this.#state !== 'joined') this.end({ status: 'failed', reason: 'interrupted', error: cause });
  }

  /** Ends an idle session as abandoned. Of a joined session, only the open steps end. */
  abandon(): void {
    if (this.#state === 'joined') this.#live?.openSteps?.notify();
    else this.end({ status: 'cancelled', reason: 'abandoned' });
  }

  /** Writes deferred items now, before code of the program runs. */
  persistPending(): void {
    this.#wiring.persistPending();
  }

  /** Registers a callback for the end of the session. Steps that end in it are not late. */
  addEndListener(listener: EndListener): void {
    if (!this.#live) return;
    this.#live.atEnd ??= new EndListeners();
    this.#live.atEnd.add(listener);
  }

  /** Removes a listener that {@link addEndListener} registered. */
  removeEndListener(listener: EndListener): void {
    this.#live?.atEnd?.remove(listener);
  }

  /**
   * Marks the session as suspended. It stays open until it is resumed.
   *
   * @param runId id that resumes the run
   */
  suspend(runId?: string): void {
    if (this.ended) return;
    this.#emitPatch({ set: { reason: 'suspended', runId: clipIfAny(runId) } });
    this.#wiring.open.delete(this);
  }

  /** Marks a suspended session as running again. */
  resume(): void {
    if (this.ended) return;
    this.#emitPatch({ set: { reason: null } });
    this.#wiring.open.add(this);
  }

  /** True once the end of the session is final. */
  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** True once the session has ended, finally or not. */
  get ended(): boolean {
    return this.#state === 'given-up' || this.#state === 'over';
  }

  /** The public methods of the session. Each access returns the same object while it is referenced. */
  get handle(): SessionHandle {
    return this.#handle ?? this.#handleRef?.deref() ?? this.#createHandle();
  }

  #createHandle(): SessionHandle {
    const handle = createSessionHandle(this);
    if (this.isOver) this.#handleRef = new WeakRef(handle);
    else this.#handle = handle;
    return handle;
  }

  /** Emits a change of the session's fields. Records `sentrial.unreadable` when `read` throws. */
  change(read: () => SessionChange, deferrable?: boolean): void {
    try {
      this.#emitPatch(read(), deferrable);
    } catch {
      this.#emitPatch({ metadata: snapshotEach({ 'sentrial.unreadable': true }) });
    }
  }

  /** Sets the user. A run inside the session no longer sets it. */
  setUser(userId: string): void {
    if (this.#live) this.#live.inheritsUser = false;
    this.change(() => ({ set: { userId: readName(userId) } }));
  }

  /** Sets the conversation. A run inside the session no longer sets it. */
  setConversation(convoId: string): void {
    if (this.#live) this.#live.inheritsConversation = false;
    this.change(() => ({ set: { convoId: readConvoId(convoId) } }));
  }

  /** Emits an event without a duration, below the step around the caller. */
  recordEvent(start: () => StepStart, ending?: () => StepEnding): void {
    try {
      this.startStep({ ...start(), parentEventId: this.#wiring.stepAround(this) }).end(ending?.());
    } catch {
      this.#emitPatch({ metadata: snapshotEach({ 'sentrial.unreadable': true }) });
    }
  }

  #emitPatch(patch: SessionChange, deferrable?: boolean): void {
    const { emit, nextRevision } = this.#wiring;
    if (this.#live) this.#live.patches++;
    emit({ type: 'session', id: this.id, revision: nextRevision(), ...patch }, deferrable);
  }
}
