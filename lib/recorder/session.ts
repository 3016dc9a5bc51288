import type { CapturedPatch, SessionFields, Snapshot, Text } from '../model/index.ts';
import type { Clock } from '../primitives/index.ts';
import { clipIfAny, readConvoId, readName } from './clip.ts';
import { type Anchor, roundMs, toIsoTime } from './clock.ts';
import { type EndListener, EndListeners } from './end-listeners.ts';
import { maxNames, readMetrics } from './metrics.ts';
import type { OpenSessions } from './open-sessions.ts';
import type { SessionEnding } from './session-ending.ts';
import type { SessionHandle, SessionOutcome } from './session-handle.ts';
import type { Identity, SessionStart } from './session-start.ts';
import { snapshot, snapshotEach, snapshotError } from './snapshot.ts';
import { type Emit, Step, type StepEnding, type StepStart } from './step.ts';

/** What the sessions of one recorder share. */
export interface SessionWiring {
  readonly clock: Clock;
  readonly urlOf: (id: string) => string;
  readonly stepAround: (session: Session) => string | undefined;
  readonly emit: Emit;
  readonly persistPending: () => void;
  readonly nextRevision: () => number;
  readonly open: OpenSessions<Session>;
  /** That of a session of late: ended ones share it, and keep none of their own. */
  anchor: Anchor;
}

const anchorMs = 60_000;
/** Steps a session keeps hold of: what never ends must not pile up in one that runs for weeks. */
const mostOpenSteps = 1000;

/** `joined`: another process, or none, begins and ends it. `given-up`: ended, but it may end otherwise after all. */
type SessionState = 'joined' | 'open' | 'given-up' | 'over';

/** What only a session that may still end has to know. */
class LiveState {
  atEnd: EndListeners | undefined;
  openSteps: EndListeners | undefined;
  patches = 0;
  inheritsUser = false;
  inheritsConversation = false;
}

/**
 * A session in the hands of the code that records it. It keeps no content: what it is told leaves at once, so
 * that holding on to an ended session costs next to nothing.
 */
export class Session implements SessionHandle {
  readonly id: string;
  #anchor: Anchor;
  readonly #wiring: SessionWiring;
  #state: SessionState = 'joined';
  #sequence = 0;
  /** Let go of once the session is over. */
  #live: LiveState | undefined = new LiveState();

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

  /** How much has gone on in it so far; a number that only grows. */
  get activity(): number {
    return this.#sequence + (this.#live?.patches ?? 0);
  }

  /** The present moment on the clock that times its steps, in milliseconds. */
  nowMs(): number {
    return this.#wiring.clock.monotonicMs();
  }

  /** Takes whom a run inside of it is for, as far as nobody has said it of the session. */
  setDefaultIdentity({ userId, convoId }: Identity): void {
    const user = this.#live?.inheritsUser ? userId : undefined;
    const conversation = this.#live?.inheritsConversation ? convoId : undefined;
    if (user !== undefined) this.setUser(user);
    if (conversation !== undefined) this.setConversation(conversation);
  }

  /** Opens a step. It is emitted, as one event, when it ends. */
  startStep(start: StepStart): Step {
    const step = new Step(start, this, this.#sequence++, this.#anchor, this.#wiring);
    if (this.#live && !this.ended) {
      this.#live.openSteps ??= new EndListeners(mostOpenSteps);
      if (this.#state === 'joined' && this.#live.openSteps.isEmpty) this.#wiring.open.add(this);
      this.#live.openSteps.add(step);
    }
    return step;
  }

  /** Told by each step of its end. */
  stepEnds(step: Step): void {
    const openSteps = this.#live?.openSteps;
    openSteps?.remove(step);
    if (this.#state === 'joined' && openSteps?.isEmpty) this.#wiring.open.delete(this);
  }

  /**
   * Ends the session. Only the first call counts, but that a session given up, as abandoned or interrupted, may end
   * after all; steps that end from then on are marked as late.
   */
  end(ending: SessionEnding): void {
    if (this.isOver) return;
    this.#live?.atEnd?.tell();
    this.#live?.openSteps?.clear();
    this.#wiring.open.delete(this);
    this.#state = ending.reason === 'abandoned' || ending.reason === 'interrupted' ? 'given-up' : 'over';
    const anchor = this.#anchor;
    if (this.isOver) {
      this.#anchor = this.#wiring.anchor;
      this.#live = undefined;
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

  /** Ends the session and what is still open in it: the process ends, or the recording does. */
  interrupt(cause: unknown): void {
    this.#live?.atEnd?.tell();
    this.#live?.openSteps?.tell();
    if (this.#state !== 'joined') this.end({ status: 'failed', reason: 'interrupted', error: cause });
  }

  /** Gives the session up, or what is open in one that was joined: nothing goes on in it any more. */
  abandon(): void {
    if (this.#state === 'joined') this.#live?.openSteps?.tell();
    else this.end({ status: 'cancelled', reason: 'abandoned' });
  }

  /** Has what may wait written down: code of the program comes next, and whatever that does. */
  persistPending(): void {
    this.#wiring.persistPending();
  }

  /** Tells somebody when the session ends; what ends there is not late. */
  addEndListener(listener: EndListener): void {
    if (!this.#live) return;
    this.#live.atEnd ??= new EndListeners();
    this.#live.atEnd.add(listener);
  }

  /** Takes {@link addEndListener} back. */
  removeEndListener(listener: EndListener): void {
    this.#live?.atEnd?.remove(listener);
  }

  /**
   * Notes that the session waits for somebody: it stays open until it is resumed.
   *
   * @param runId the id under which the framework resumes the run
   */
  suspend(runId?: string): void {
    if (this.ended) return;
    this.#emitPatch({ set: { reason: 'suspended', runId: clipIfAny(runId) } });
    this.#wiring.open.delete(this);
  }

  /** Notes that the session goes on after it was suspended. */
  resume(): void {
    if (this.ended) return;
    this.#emitPatch({ set: { reason: null } });
    this.#wiring.open.add(this);
  }

  /** True for what ends now: the session is over. */
  get isOver(): boolean {
    return this.#state === 'over';
  }

  /** True once the session has ended. */
  get ended(): boolean {
    return this.#state === 'given-up' || this.#state === 'over';
  }

  // Each is made when it is asked for: usable taken out of the handle, and no weight on one that is kept.
  get setMetadata(): SessionHandle['setMetadata'] {
    return (metadata: { readonly [key: string]: unknown }) => {
      this.#emitPatch({ metadata: snapshotEach(metadata) });
    };
  }

  get setUser(): SessionHandle['setUser'] {
    return (userId: string) => {
      if (this.#live) this.#live.inheritsUser = false;
      this.#tell(() => ({ set: { userId: readName(userId) } }));
    };
  }

  get setConversation(): SessionHandle['setConversation'] {
    return (convoId: string) => {
      if (this.#live) this.#live.inheritsConversation = false;
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

  #emitPatch(patch: Omit<CapturedPatch, 'type' | 'id' | 'revision'>, deferrable?: boolean): void {
    const { emit, nextRevision } = this.#wiring;
    if (this.#live) this.#live.patches++;
    emit({ type: 'session', id: this.id, revision: nextRevision(), ...patch }, deferrable);
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
