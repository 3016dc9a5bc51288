import type { Session, SessionEnding, Step, StepEnding } from '../../../recorder/index.ts';

/** The state of a run after a call: ended with an outcome, or suspended until it is resumed. */
export type RunState =
  | { readonly state: 'ended'; readonly outcome: SessionEnding }
  | { readonly state: 'suspended'; readonly runId: string | undefined };

/** The record of a run: a session, a step, or the step that Mastra's span of the run starts. */
export type RunRecord =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'span' };

/** Returns the state of a run that ended with an outcome. */
export const ended = (outcome: SessionEnding): RunState => ({ state: 'ended', outcome });

/** Ends or suspends the record of a run. A record of kind `span` ends with its span. */
export function settleRecord(record: RunRecord, state: RunState): void {
  if (record.kind === 'session') settleSession(record.session, state);
  else if (record.kind === 'step')
    record.step.end(state.state === 'ended' ? toStepEnding(state.outcome) : { finishReason: 'suspended' });
}

function settleSession(session: Session, state: RunState): void {
  if (state.state === 'ended') session.end(state.outcome);
  else session.suspend(state.runId);
}

/** Returns the step ending for the outcome of a run. */
export const toStepEnding = ({ status, output, error }: SessionEnding): StepEnding => ({
  output,
  error,
  ...(status === 'cancelled' ? { status } : {}),
});
