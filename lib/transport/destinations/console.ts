import { picoPerUsd, promptTokens, type SessionEvent, type SessionState } from '../../model/index.ts';
import type { Destination } from './destination.ts';
import { hasEnded, SessionBook } from './rest/session-book.ts';
import { createSynchronousTransport, type Writer } from './synchronous.ts';

/** Options of the console destination. */
export interface ConsoleOptions {
  /** Receives each line, without a line break. @default `console.log` at the time of the call */
  readonly write?: (line: string) => void;
}

/**
 * Prints one readable line for each finished event and each ended session. Lines that cannot be printed are counted as
 * `failed`.
 */
export function toConsole(options: ConsoleOptions = {}): Destination {
  // biome-ignore lint/suspicious/noConsole: the user asked for output on the console
  const { write = (line) => console.log(line) } = options;
  return {
    name: 'console',
    open: ({ onDrop }) => createSynchronousTransport(createLinePrinter(withoutRejection(write)), onDrop),
  };
}

/** An asynchronous `write` must not cause an unhandled rejection in the host. */
const withoutRejection =
  (write: (line: string) => unknown) =>
  (line: string): void => {
    const result = write(line);
    if (result instanceof Promise) result.catch(() => undefined);
  };

function createLinePrinter(write: (line: string) => void): Writer {
  const book = new SessionBook();
  return {
    writeItem(item) {
      if (item.type === 'event') {
        write(eventLine(item));
        return;
      }
      const state = book.fold(item);
      const endsNow = item.set?.status !== undefined && hasEnded(state);
      if (!endsNow) return;
      book.forget(item.id);
      write(sessionLine(item.id, state));
    },
    close: () => undefined,
  };
}

const marks: { readonly [status: string]: string } = {
  ok: '✓',
  completed: '✓',
  error: '✗',
  failed: '✗',
  cancelled: '–',
};

function eventLine(event: SessionEvent): string {
  const { usage, cost } = event;
  return lineOf([
    timeOf(event.startedAt),
    marks[event.status],
    durationOf(event.durationMs),
    event.name,
    usage && `${promptTokens(usage)} → ${usage.outputTokens} tokens`,
    cost?.status === 'priced' ? `$${(cost.totalPico / picoPerUsd).toFixed(6)}` : undefined,
    contentOf(event.input, event.output),
    event.error && `${event.error.type}: ${event.error.message}`,
  ]);
}

function sessionLine(id: string, { fields }: SessionState): string {
  return lineOf([
    timeOf(fields.startedAt ?? fields.endedAt),
    marks[fields.status ?? ''],
    durationOf(fields.durationMs),
    `${fields.name ?? fields.agentName ?? 'session'} ${fields.status}${fields.reason ? ` (${fields.reason})` : ''}`,
    id,
    contentOf(fields.input, fields.output),
    fields.failure && `${fields.failure.type}: ${fields.failure.message}`,
  ]);
}

const maxContentChars = 60;
const timeDigits: readonly [number, number] = [11, 23];
const durationChars = 9;

const timeOf = (iso: string | undefined): string | undefined => iso?.slice(...timeDigits);

const durationOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : `${Math.round(ms)} ms`.padStart(durationChars);

function contentOf(input: unknown, output: unknown): string | undefined {
  const shown = [input, output].map((value) => (value === undefined ? '' : excerpt(value)));
  return shown.some(Boolean) ? shown.filter(Boolean).join(' → ') : undefined;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= maxContentChars ? text : `${text.slice(0, maxContentChars - 1).toWellFormed()}…`;
}

const controlCharacters = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** Removes control characters, since recorded texts must not break the line or control the terminal. */
const lineOf = (parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    .join('  ')
    .replace(controlCharacters, ' ');
