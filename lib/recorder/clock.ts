import type { Clock } from '../primitives/index.ts';

/**
 * One moment on both clocks. Times of a session are this moment plus what the monotonic clock has counted
 * since: they keep their order when the wall clock is set.
 */
export interface Anchor {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** The present moment on both clocks. */
export const anchorOf = (clock: Clock): Anchor => ({
  wallMs: clock.wallMs(),
  monotonicMs: clock.monotonicMs(),
});

/** Milliseconds to three decimals, never negative: what the clock tells beyond them is noise. */
export const roundMs = (ms: number): number => Math.round(Math.max(0, ms) * 1000) / 1000;

let shownSecond = Number.NaN;
let shownPrefix = '';

/** An ISO 8601 time with milliseconds for a moment of the monotonic clock. */
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
