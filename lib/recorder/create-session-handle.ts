import type { CapturedPatch } from '../model/index.ts';
import { readName } from './clip.ts';
import { maxNames, readMetrics } from './metrics.ts';
import type { SessionHandle } from './session-handle.ts';
import { snapshot, snapshotEach } from './snapshot.ts';
import type { StepEnding, StepStart } from './step.ts';

/** A change of a session's fields, without its id and revision. */
export type SessionChange = Omit<CapturedPatch, 'type' | 'id' | 'revision'>;

/** The operations of a session that its public methods need. */
export interface ChangeableSession {
  readonly id: string;
  readonly url: string;
  change(read: () => SessionChange): void;
  setUser(userId: string): void;
  setConversation(convoId: string): void;
  recordEvent(start: () => StepStart, ending?: () => StepEnding): void;
}

/** Creates the public methods of a session. They are bound, so that each works without its handle. */
export function createSessionHandle(session: ChangeableSession): SessionHandle {
  return {
    id: session.id,
    get url() {
      return session.url;
    },
    setMetadata: (metadata) => session.change(() => ({ metadata: snapshotEach(metadata) })),
    setUser: (userId) => session.setUser(userId),
    setConversation: (convoId) => session.setConversation(convoId),
    addTags: (...tags) => session.change(() => ({ tags: tags.slice(0, maxNames).map(readName) })),
    setOutcome: (outcome) =>
      session.change(() => ({
        set: { success: outcome.success === true },
        customMetrics: readMetrics(outcome.metrics ?? {}),
      })),
    setInput: (input) => session.change(() => ({ set: { input: snapshot(input) ?? null } })),
    setOutput: (output) => session.change(() => ({ set: { output: snapshot(output) ?? null } })),
    log: (message, data) => session.recordEvent(() => ({ kind: 'log', name: message, input: data })),
    decision: (name, data) => session.recordEvent(() => ({ kind: 'decision', name, input: data })),
    stateChange: (name, change) =>
      session.recordEvent(
        () => ({ kind: 'state', name, input: change?.before }),
        () => ({ output: change?.after }),
      ),
    error: (error, data) =>
      session.recordEvent(
        () => ({ kind: 'error', name: 'error', input: data }),
        () => ({ status: 'error', error }),
      ),
    score(name, value) {
      if (Number.isFinite(value)) session.change(() => ({ customMetrics: { [readName(name)]: value } }));
    },
  };
}
