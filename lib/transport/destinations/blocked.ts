import type { TracerError } from '../../model/index.ts';
import type { Poster } from '../delivery/poster.ts';

/** Creates a poster that sends nothing. Items wait until the options are corrected. */
export const createBlockedPoster = (problem: TracerError): Poster => ({
  post: async () => ({ status: 'blocked', problem }),
  close: () => undefined,
});
