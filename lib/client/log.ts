import { writeSync } from 'node:fs';
import type { TracerError } from '../model/index.ts';
import type { DropReason } from '../transport/index.ts';

/** Tells the developer of problems without flooding the log. */
export interface Reporter {
  problem(problem: TracerError): void;
  drop(reason: DropReason, detail: string): void;
}

const quietMs = 60_000;

/**
 * A reporter to standard error: the same problem is told once a minute at most, and so is the loss of items
 * for the same reason. Lines hold no content of what was recorded.
 */
export function createReporter(write: (line: string) => void = writeLine): Reporter {
  const toldAtMs = new Map<string, number>();
  const tell = (topic: string, line: string) => {
    const now = performance.now();
    const before = toldAtMs.get(topic);
    if (before !== undefined && now - before < quietMs) return;
    toldAtMs.set(topic, now);
    write(line);
  };
  return {
    problem: ({ code, message }) =>
      tell(code, `${message} Your program is not affected; what is recorded waits in memory.`),
    drop: (reason, detail) => tell(`drop ${reason}`, `Recorded items are being lost (${reason}): ${detail}.`),
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
