import { TracerError } from '../model/index.ts';
import { systemClock } from '../primitives/index.ts';
import type { Destination, DestinationHost } from '../transport/index.ts';
import { createSynchronousTransport } from '../transport/index.ts';
import { type RecordedEvent, type RecordedSession, Recording } from './recording.ts';

/** A destination that keeps items in memory, for tests of traced code. */
export interface Memory extends Destination {
  /** Returns the sessions so far in order of their start. They are copies and do not change. */
  sessions(): readonly RecordedSession[];
  /** Returns the events of all sessions, for each session in order of their start. */
  events(): readonly RecordedEvent[];
  /** Removes everything recorded so far. Items that are still being recorded arrive later. */
  clear(): void;
  /**
   * Waits until everything recorded so far has arrived and each session has ended or is suspended.
   *
   * @param ms time limit in milliseconds @default 5000
   * @returns the sessions
   * @throws {TracerError} `unfinished` after the time limit, with the names of the running sessions
   */
  settled(ms?: number): Promise<readonly RecordedSession[]>;
}

const defaultMs = 5000;

/**
 * Makes a {@link Memory}. What it holds has been redacted and priced like what any destination gets.
 *
 * @example
 * ```ts
 * const memory = toMemory();
 * const tracked = instrumentAgent(agent, { destinations: [memory] });
 * await tracked.generate('Look up user USR-123');
 * const [session] = await memory.settled();
 * ```
 */
export function toMemory(): Memory {
  const recording = new Recording();
  const hosts = new Set<DestinationHost>();
  const listeners = new Set<() => void>();

  const changed = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const go = () => {
        listeners.delete(go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      listeners.add(go);
      signal.addEventListener('abort', go);
    });
  const untilSettled = async (signal: AbortSignal) => {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    for (;;) {
      await Promise.race([aborted, Promise.all([...hosts].map((host) => host.drained()))]);
      if (signal.aborted || recording.running().length === 0) return;
      await changed(signal);
    }
  };

  return {
    name: 'memory',
    open(host) {
      hosts.add(host);
      return createSynchronousTransport(
        {
          writeItem(item) {
            recording.add(item);
            for (const listener of [...listeners]) listener();
          },
          close: () => void hosts.delete(host),
        },
        host.onDrop,
      );
    },
    sessions: () => recording.sessions(),
    events: () => recording.sessions().flatMap(({ events }) => events),
    clear: () => recording.clear(),
    async settled(ms = defaultMs) {
      const tooLate = new AbortController();
      const timer = systemClock.startTimer(ms, () => tooLate.abort(), true);
      try {
        await untilSettled(tooLate.signal);
      } finally {
        timer.cancel();
      }
      const running = recording.running();
      if (tooLate.signal.aborted && running.length > 0) {
        const names = running.map(({ name, id }) => name ?? id).join(', ');
        const message = `After ${ms} ms ${running.length} sessions are still running (${names}). `;
        throw new TracerError(
          'unfinished',
          `${message}Wait for what they record, or give settled() more time.`,
        );
      }
      return recording.sessions();
    },
  };
}
