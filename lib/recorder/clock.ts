import type { Clock } from '../primitives/index.ts';

/**
 * One moment on both clocks. Times of a session are the anchor plus monotonic time, so that they keep their
 * order when the wall clock is set.
 */
export interface Anchor {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** Returns the current moment on both clocks. */
export const anchorOf = (clock: Clock): Anchor => ({
  wallMs: clock.wallMs(),
  monotonicMs: clock.monotonicMs(),
});

/** Rounds milliseconds to three decimals, the precision of the clock. Never negative. */
export const roundMs = (ms: number): number => Math.round(Math.max(0, ms) * 1000) / 1000;

let shownSecond = Number.NaN;
let shownPrefix = '';

/** Formats a moment of the monotonic clock as an ISO 8601 time with milliseconds. */
export function toIsoTime(anchor: Anchor, monotonicMs: number): string {
  const ms = Math.trunc(anchor.wallMs + (monotonicMs - anchor.monotonicMs));
  const second = Math.floor(ms / 1000);
  if (second !== shownSecond) {
    // `2026-11-23T06:41:07.` of `2026-11-23T06:41:07.000Z`
    shownPrefix = new Date(second * 1000).toISOString().slice(0, -4);
    shownSecond = second;
  }
  return `${shownPrefix}${String(ms - second * 1000).padStart(3, '0')}Z`;
}
