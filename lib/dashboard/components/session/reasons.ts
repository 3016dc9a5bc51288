import type { SessionReason, SessionStatus } from '../../../model/index.ts';

/** Labels of the statuses. */
export const statusNames: { readonly [status in SessionStatus]: string } = {
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** A sentence about each reason. */
export const reasonTexts: { readonly [reason in SessionReason]: string } = {
  aborted: 'The caller aborted the run.',
  blocked: 'A processor of the agent blocked the run.',
  suspended: 'The session is suspended and waits to be resumed.',
  abandoned: 'The stream was not read to its end, or the session was never ended.',
  interrupted: 'The process ended while the session was running.',
  error: 'The session ended with an error.',
};
