const brand = Symbol.for('sentrial.TracerError');

/** What went wrong, for programs. */
export type TracerErrorCode =
  /** An option has a value that cannot be used. */
  | 'invalid-option'
  /** No API key was given, and the collector is not on this machine. */
  | 'missing-key'
  /** The collector answered 401 or 403. */
  | 'unauthorized'
  /** The collector could not be reached, or answered with an error that may pass. */
  | 'unreachable'
  /** The collector refused what was sent. */
  | 'refused'
  /** A directory or file of ours cannot be written or read. */
  | 'storage'
  /** Something did not come to its end in the time it was given. */
  | 'unfinished'
  /** A port cannot be listened on. */
  | 'port';

/**
 * The one error class of this package. The message says what happened and then what to do; `cause` holds the
 * error beneath, if any. Two installed copies recognise each other's errors with {@link isTracerError}.
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

/** True for a {@link TracerError} of this copy of the package or another. */
export const isTracerError = (value: unknown): value is TracerError =>
  typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
