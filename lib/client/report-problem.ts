import { writeSync } from 'node:fs';
import type { DropReason, TracerError } from '../model/index.ts';
import { type Clock, systemClock } from '../primitives/index.ts';

/** Reports problems to the developer without flooding the log. */
export interface Reporter {
  /** Reports that items cannot be delivered at present. */
  readonly problem: (problem: TracerError) => void;
  /** Reports a dropped item. */
  readonly drop: (reason: DropReason, detail: string) => void;
  /** Reports that items cannot be written to disk at present. */
  readonly spool: (message: string) => void;
  /** Reports that the user's own prices cannot be used. */
  readonly prices: (problem: TracerError) => void;
}

/** Settings of a reporter. */
export interface ReporterOptions {
  /** Returns whether all waiting items are on disk. */
  readonly isSpooled: () => boolean;
  /** Name of the destination. @default left out of the messages */
  readonly name?: string | undefined;
  /** @default writes to stderr */
  readonly write?: (line: string) => void;
  readonly clock?: Clock;
}

const repeatAfterMs = 60_000;

/** Creates a reporter. It reports each problem at most once a minute and includes no recorded content. */
export function createReporter({
  isSpooled,
  name,
  write = writeLine,
  clock = systemClock,
}: ReporterOptions): Reporter {
  const lost = name === undefined ? 'Recorded items' : `Items recorded for ${name}`;
  const reportedAtMs = new Map<string, number>();
  const report = (topic: string, line: string) => {
    const nowMs = clock.monotonicMs();
    const lastMs = reportedAtMs.get(topic);
    if (lastMs !== undefined && nowMs - lastMs < repeatAfterMs) return;
    reportedAtMs.set(topic, nowMs);
    write(line);
  };
  return {
    problem({ code, message }) {
      const place = isSpooled() ? 'on disk' : 'in memory';
      report(code, `${message} Your program is not affected. Recorded items wait ${place}.`);
    },
    drop(reason, detail) {
      report(`drop ${reason}`, `${lost} are being dropped (${reason}): ${detail.replace(/\.+$/, '')}.`);
    },
    spool: (message) =>
      report(
        'spool',
        `Recorded items wait only in memory: ${message}. They are lost if the process is killed.`,
      ),
    prices: ({ message }) => report('prices', `${message} Until then, model calls are priced without it.`),
  };
}

const stderr = 2;
const controlCharacters = /[\p{Cc}\p{Cf}]+/gu;

/**
 * Writes one line with the prefix `[sentrial]` to stderr. It bypasses `process.stderr`, whose error event on a closed
 * pipe would end a program without a listener.
 */
export function writeLine(line: string): void {
  try {
    writeSync(stderr, `[sentrial] ${line.replace(controlCharacters, ' ')}\n`);
  } catch {
    // stderr is closed. The counts in stats() remain available.
  }
}
