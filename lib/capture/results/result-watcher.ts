import type { EventStatus } from '../../model/index.ts';

/**
 * Receives the progress of a result that is produced over time. Only the first end counts, and no method
 * throws.
 */
export interface ResultWatcher {
  /** The consumer has started. */
  begun(): void;
  /** A value was produced. */
  value(value: unknown): void;
  end(ending?: { readonly status?: EventStatus; readonly error?: unknown; readonly output?: unknown }): void;
  /** Runs `fn` in the context of the call that returned the result. */
  within<R>(fn: () => R): R;
}
