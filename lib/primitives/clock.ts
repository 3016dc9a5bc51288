import { clearTimeout, setTimeout } from 'node:timers';

/** A timer that has been started. */
export interface Timer {
  /** Stops the timer. Does nothing after it has fired. */
  cancel(): void;
}

/** A source of time. Specs replace it to run without waiting. */
export interface Clock {
  /** Returns milliseconds since 1970. The value can jump when the machine's clock is set. */
  wallMs(): number;
  /** Returns milliseconds with fractions since an arbitrary moment. The value never decreases. */
  monotonicMs(): number;
  /**
   * Calls `fire` once after `ms` milliseconds.
   *
   * @param keepsProcessAlive whether the timer keeps Node.js running @default false
   */
  startTimer(ms: number, fire: () => void, keepsProcessAlive?: boolean): Timer;
}

// Captured at load, so that fake timers and a faked `Date` in the host do not stop delivery.
const { now } = Date;
const monotonicMs = performance.now.bind(performance);

/** The machine's own clocks and timers. */
export const systemClock: Clock = {
  wallMs: now,
  monotonicMs,
  startTimer(ms, fire, keepsProcessAlive = false) {
    const timer = setTimeout(fire, ms);
    if (!keepsProcessAlive) timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
