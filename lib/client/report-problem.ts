import { writeSync } from 'node:fs';
import type { DropReason, TracerError } from '../model/index.ts';

/** Tells the developer of problems without flooding the log. */
export interface Reporter {
  /** What is recorded cannot be delivered at present. */
  readonly problem: (problem: TracerError) => void;
  /** An item was lost. */
  readonly drop: (reason: DropReason, detail: string) => void;
  /** What is recorded cannot be written to disk at present. */
  readonly spool: (message: string) => void;
  /** Prices of the user's own cannot be used. */
  readonly prices: (problem: TracerError) => void;
}

/** How a reporter writes, and what it knows. */
export interface ReporterOptions {
  /** Whether what waits lies on disk. */
  readonly isSpooled: () => boolean;
  /** What the destination is called, where there may be others. @default not told */
  readonly name?: string | undefined;
  /** @default to standard error */
  readonly write?: (line: string) => void;
}

const quietMs = 60_000;

/**
 * A reporter to standard error: the same problem is told once a minute at most, and so is the loss of items
 * for the same reason. Lines hold no content of what was recorded.
 */
export function createReporter({ isSpooled, name, write = writeLine }: ReporterOptions): Reporter {
  const lost = name === undefined ? 'Recorded items' : `Items recorded for ${name}`;
  const toldAtMs = new Map<string, number>();
  const tell = (topic: string, line: string) => {
    const now = performance.now();
    const before = toldAtMs.get(topic);
    if (before !== undefined && now - before < quietMs) return;
    toldAtMs.set(topic, now);
    write(line);
  };
  return {
    problem({ code, message }) {
      const place = isSpooled() ? 'on disk' : 'in memory';
      tell(code, `${message} Your program is not affected; what is recorded waits ${place}.`);
    },
    drop: (reason, detail) => tell(`drop ${reason}`, `${lost} are being lost (${reason}): ${detail}.`),
    spool: (message) =>
      tell(
        'spool',
        `What is recorded waits in memory alone: ${message}. It is lost if the process is killed.`,
      ),
    prices: ({ message }) => tell('prices', `${message} Model calls are priced without it meanwhile.`),
  };
}

const standardError = 2;
const controlCharacters = /[\p{Cc}\p{Cf}]+/gu;

/**
 * Writes a line to standard error, marked as ours. It goes past `process.stderr`, which tells of a closed pipe by
 * an event that ends the program when nobody listens.
 */
export function writeLine(line: string): void {
  try {
    writeSync(standardError, `[sentrial] ${line.replace(controlCharacters, ' ')}\n`);
  } catch {
    // A closed standard error leaves nowhere to tell it; the counts in stats() remain.
  }
}
