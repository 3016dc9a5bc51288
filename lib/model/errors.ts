const brand = Symbol.for('sentrial.TracerError');

/** The code of a {@link TracerError}, for programs. */
export type TracerErrorCode =
  /** An option has an invalid value. */
  | 'invalid-option'
  /** The API key is missing, and the collector is not on this machine. */
  | 'missing-key'
  /** The collector answered 401 or 403. */
  | 'unauthorized'
  /** The collector could not be reached, or answered with a transient error. */
  | 'unreachable'
  /** The collector refused a request. */
  | 'refused'
  /** A directory or file of this package cannot be read or written. */
  | 'storage'
  /** An operation exceeded its time limit. */
  | 'unfinished'
  /** A port is not available. */
  | 'port';

/**
 * The error class of this package. Its message says what is wrong and what to do; other copies recognise it
 * with {@link isTracerError}.
 */
export class TracerError extends Error {
  readonly code: TracerErrorCode;
  override readonly name = 'TracerError';
  readonly [brand] = true;

  constructor(code: TracerErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Returns whether a value is a {@link TracerError} of any copy of this package. */
export const isTracerError = (value: unknown): value is TracerError =>
  typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
