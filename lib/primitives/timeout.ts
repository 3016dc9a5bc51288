import type { Clock } from './clock.ts';

/** A wait that can be ended early. */
export interface Delay {
  /** Resolves when the time is up or {@link end} is called. */
  readonly over: Promise<void>;
  /** Ends the wait now. */
  end(): void;
}

/**
 * Waits for `ms` milliseconds.
 *
 * @param keepsProcessAlive whether the wait keeps Node.js running @default false
 */
export function delay(clock: Clock, ms: number, keepsProcessAlive = false): Delay {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.startTimer(ms, resolve, keepsProcessAlive);
  const end = () => {
    timer.cancel();
    resolve();
  };
  return { over: promise, end };
}

/**
 * Resolves with the value of `work`, or with `undefined` when it takes longer than `ms` milliseconds.
 *
 * @throws what `work` rejects with
 */
export async function withTimeout<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  const limit = delay(clock, ms, true);
  try {
    return await Promise.race([work, limit.over.then(() => undefined)]);
  } finally {
    limit.end();
  }
}
