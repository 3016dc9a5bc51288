import type { EventStatus } from '../../model/index.ts';

/** What is told of a result that comes bit by bit. Only the first end counts; nothing here throws. */
export interface ResultWatcher {
  /** Somebody has begun to take it. */
  begun(): void;
  /** A value has come. */
  value(value: unknown): void;
  end(ending?: { readonly status?: EventStatus; readonly error?: unknown; readonly output?: unknown }): void;
  /** Runs `fn` in the context of the call that returned the result. */
  within<R>(fn: () => R): R;
}
