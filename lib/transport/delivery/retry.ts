import { clearTimeout, setTimeout } from 'node:timers';

const firstSpanMs = 500;
const shortestDelayMs = 50;

/** The longest wait between two attempts. */
export const longestDelayMs = 60_000;

/**
 * How long to wait before the next attempt: a random part of a span that doubles with each failure from half a
 * second on, so that many clients do not come back at once.
 *
 * @param failures failures in a row before this one
 * @param longestMs the longest span @default one minute
 */
export function retryDelayMs(
  failures: number,
  longestMs: number = longestDelayMs,
  random: () => number = Math.random,
): number {
  return Math.max(shortestDelayMs, random() * Math.min(longestMs, firstSpanMs * 2 ** Math.min(failures, 16)));
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
