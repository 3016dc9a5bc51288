import { isObject } from '../../../model/index.ts';

/** True for a signal by which something has been aborted. */
export const isAborted = (signal: unknown): boolean => isObject(signal) && signal.aborted === true;
