import type { SessionReason, SessionStatus } from '../../../model/index.ts';

/** Status words as they are shown. */
export const statusNames: { readonly [status in SessionStatus]: string } = {
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** What each reason means, in a sentence. */
export const reasonTexts: { readonly [reason in SessionReason]: string } = {
  aborted: 'The caller aborted it.',
  blocked: 'A processor of the agent blocked it.',
  suspended: 'It waits to be resumed.',
  abandoned: 'Nobody read its stream to the end, or told of its end.',
  interrupted: 'The process ended before it did.',
  error: 'It ended with an error.',
};
