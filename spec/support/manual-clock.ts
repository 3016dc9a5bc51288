import type { Clock } from '../../lib/primitives/index.ts';

interface Waiting {
  readonly atMs: number;
  readonly fire: () => void;
}

/** A clock that only moves when a spec advances it. */
export interface ManualClock extends Clock {
  /** Moves time forward and fires the timers that are due, in order. Promise callbacks run between timers. */
  advance(ms: number): Promise<void>;
  /** The number of timers that have not fired. */
  readonly pendingTimers: number;
}

/** Creates a clock that starts at 2026-01-01T00:00:00Z. */
export function createManualClock(): ManualClock {
  const startMs = Date.UTC(2026, 0, 1);
  const waiting = new Set<Waiting>();
  let nowMs = 0;
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    wallMs: () => startMs + nowMs,
    monotonicMs: () => nowMs,
    startTimer(ms, fire) {
      const entry = { atMs: nowMs + Math.max(0, ms), fire };
      waiting.add(entry);
      return { cancel: () => void waiting.delete(entry) };
    },
    get pendingTimers() {
      return waiting.size;
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...waiting].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
        if (!next) break;
        waiting.delete(next);
        nowMs = next.atMs;
        next.fire();
        await settle();
      }
      nowMs = endMs;
      await settle();
    },
  };
}
