import type { TracerError } from '../../model/index.ts';
import type { Poster } from '../delivery/poster.ts';

/** Sends nothing: what comes waits until somebody mends the options. */
export const createBlockedPoster = (problem: TracerError): Poster => ({
  post: async () => ({ status: 'hold', problem }),
  close: () => undefined,
});
