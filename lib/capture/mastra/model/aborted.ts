import { isObject } from '../../../model/index.ts';

/** Returns true for an abort signal that has fired. */
export const isAborted = (signal: unknown): boolean => isObject(signal) && signal.aborted === true;
