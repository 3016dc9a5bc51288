import { type SessionPlace, sessionScope } from '../context/index.ts';
import { muteSession, type Recorder } from '../recorder/index.ts';

const mutePlace: SessionPlace = { session: muteSession };

/**
 * Runs `fn`, and everything it schedules, in a session that records nothing.
 *
 * Redaction, delivery and their timers run here: code of the user that they call may itself be traced.
 */
export const unrecorded = <R>(fn: () => R): R => sessionScope.run(mutePlace, fn);

/** Returns a recorder that opens no session for code that runs inside {@link unrecorded}. */
export const withoutOwnWork = (recorder: Recorder): Recorder => ({
  ...recorder,
  openSession: (start) =>
    sessionScope.current()?.session === muteSession ? muteSession : recorder.openSession(start),
});
