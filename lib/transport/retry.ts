const firstDelayMs = 500;
const longestDelayMs = 60_000;

/**
 * How long to wait before the next attempt: a random part of a span that doubles with each failure, from half a
 * second to a minute, so that many clients do not come back at once.
 *
 * @param failures failures in a row before this one
 */
export function retryDelayMs(failures: number, random: () => number = Math.random): number {
  const span = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 16));
  return span / 2 + (span / 2) * random();
}

/** A wait that can be cut short. */
export interface Pause {
  readonly over: Promise<void>;
  end(): void;
}

/** Waits for some milliseconds, without keeping the process alive unless told to. */
export function pause(ms: number, options: { readonly keepsProcessAlive?: boolean } = {}): Pause {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    if (!options.keepsProcessAlive) timer.unref();
    end = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { over, end };
}
