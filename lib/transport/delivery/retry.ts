const firstRangeMs = 500;
const minDelayMs = 50;

/** Maximum delay between two attempts, in milliseconds. */
export const maxDelayMs = 60_000;

/**
 * Returns the delay before the next attempt in milliseconds. It is a random part of a range that doubles with each
 * failure, starting at half a second, so that many clients do not retry at the same time.
 *
 * @param failures consecutive failures before this one
 * @param maxMs upper limit of the range @default one minute
 */
export function retryDelayMs(
  failures: number,
  maxMs: number = maxDelayMs,
  random: () => number = Math.random,
): number {
  return Math.max(minDelayMs, random() * Math.min(maxMs, firstRangeMs * 2 ** Math.min(failures, 16)));
}
