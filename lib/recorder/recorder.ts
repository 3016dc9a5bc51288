import { newSessionId, type SessionFields, type Snapshot, sdk, type Text } from '../model/index.ts';
import { type Clock, systemClock } from '../primitives/index.ts';
import { clip, clipConvoId, clipIfAny } from './clip.ts';
import { type Anchor, anchorOf, toIsoTime } from './clock.ts';
import { OpenSessions } from './open-sessions.ts';
import { Session } from './session.ts';
import type { SessionStart } from './session-start.ts';
import { snapshot } from './snapshot.ts';
import type { Emit, Step } from './step.ts';

/** What a recorder needs: where its items go, and how a session's page is addressed. */
export interface RecorderOptions {
  /** Takes each event and session patch, in order. Must not throw. */
  readonly emit: Emit;
  /** Takes what may wait, at once. */
  readonly persistPending?: () => void;
  /** The address of a session's page in the dashboard. */
  readonly urlOf: (sessionId: string) => string;
  /** The step of this session around the caller, if any: what is logged belongs there. */
  readonly stepAround?: (session: Session) => string | undefined;
  readonly sdk: { readonly name: string; readonly version: string };
  /** @default the machine's clocks */
  readonly clock?: Clock;
}

/** Turns what happens in sessions into events and patches, each exactly once. */
export interface Recorder {
  /** Opens a session; its start is emitted at once, so that it shows while it runs. */
  openSession(start: SessionStart): Session;
  /** A session that was opened elsewhere, as far as this process has part in it: it begins and ends there. */
  joinSession(id: string): Session;
  /**
   * Ends the sessions that are still open, as interrupted: the process ends, or the recording does.
   *
   * @param cause what was thrown, where that is why
   */
  interrupt(cause?: unknown): void;
}

/** Makes a {@link Recorder}. */
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

/** A session that tells nobody of anything. */
export const muteSession: Session = createRecorder({ emit: () => undefined, urlOf: String, sdk }).joinSession(
  '',
);

/** A step of it. */
export const muteStep: Step = muteSession.startStep({ kind: 'log', name: '' });
