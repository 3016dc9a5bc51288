import { newSessionId, type SessionFields, type Snapshot, sdk, type Text } from '../model/index.ts';
import { type Clock, systemClock } from '../primitives/index.ts';
import { clip, clipConvoId, clipIfAny } from './clip.ts';
import { type Anchor, anchorOf, toIsoTime } from './clock.ts';
import { OpenSessions } from './open-sessions.ts';
import { Session } from './session.ts';
import type { SessionStart } from './session-start.ts';
import { snapshot } from './snapshot.ts';
import type { Emit, Step } from './step.ts';

/** Dependencies of a recorder. */
export interface RecorderOptions {
  /** Receives each event and session patch, in order. Must not throw. */
  readonly emit: Emit;
  /** Processes deferred items now. */
  readonly persistPending?: () => void;
  /** Returns the URL of a session's page in the dashboard. */
  readonly urlOf: (sessionId: string) => string;
  /** Returns the id of the step around the caller in this session, if any. */
  readonly stepAround?: (session: Session) => string | undefined;
  readonly sdk: { readonly name: string; readonly version: string };
  /** @default the system clock */
  readonly clock?: Clock;
}

/** Turns sessions into events and patches, each emitted exactly once. */
export interface Recorder {
  /** Opens a session. Its start is emitted at once, so that running sessions are visible. */
  openSession(start: SessionStart): Session;
  /** Returns a session of another process, which starts and ends it. */
  joinSession(id: string): Session;
  /**
   * Ends all open sessions as interrupted, because the process or the recording ends.
   *
   * @param cause the uncaught error that ends the process, if any
   */
  interrupt(cause?: unknown): void;
}

/** Creates a {@link Recorder}. */
export function createRecorder(options: RecorderOptions): Recorder {
  const clock = options.clock ?? systemClock;
  let lastRevision = 0;
  const nextRevision = (): number => {
    lastRevision = Math.max(lastRevision + 1, Math.floor(clock.wallMs() * 1000));
    return lastRevision;
  };

  const { emit, persistPending = () => undefined, urlOf, stepAround = () => undefined } = options;
  const open = new OpenSessions<Session>(() => clock.monotonicMs());
  const wiring = {
    clock,
    urlOf,
    stepAround,
    emit,
    persistPending,
    nextRevision,
    open,
    anchor: anchorOf(clock),
  };

  return {
    joinSession: (id) => new Session(id, anchorOf(clock), wiring),
    interrupt: (cause) => open.interrupt(cause),
    openSession(start) {
      const anchor: Anchor = anchorOf(clock);
      const session = new Session(start.id ?? newSessionId(), anchor, wiring);
      const set: SessionFields<Snapshot, Text> = {
        name: clip(start.name),
        agentName: clip(start.agentName),
        userId: clip(start.userId ?? 'anonymous'),
        convoId: start.convoId === undefined ? undefined : clipConvoId(start.convoId),
        parentSessionId: start.parentSessionId,
        runId: clipIfAny(start.runId),
        continuesRun: clipIfAny(start.continuesRun),
        status: 'running',
        startedAt: toIsoTime(anchor, anchor.monotonicMs),
        input: snapshot(start.input),
        sdk: options.sdk,
      };
      session.begin(set, start);
      return session;
    },
  };
}

/** A session that records nothing. */
export const muteSession: Session = createRecorder({ emit: () => undefined, urlOf: String, sdk }).joinSession(
  '',
);

/** A step that records nothing. */
export const muteStep: Step = muteSession.startStep({ kind: 'log', name: '' });
