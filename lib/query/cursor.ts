/** A place in a list that is ordered by time, newest first. */
export interface Cursor {
  /** Milliseconds since 1970 at which the last row of the page started. */
  readonly startedMs: number;
  /** The row's number, which parts rows of the same time. */
  readonly row: number;
}

/** A cursor as text for a URL. */
export const toCursor = ({ startedMs, row }: Cursor): string =>
  `${startedMs.toString(36)}-${row.toString(36)}`;

/** Reads a cursor; `undefined` for a text that is none. */
export function parseCursor(text: string): Cursor | undefined {
  const [, startedText, rowText] = /^(-?[0-9a-z]{1,11})-([0-9a-z]{1,11})$/.exec(text) ?? [];
  if (startedText === undefined || rowText === undefined) return undefined;
  const cursor = { startedMs: Number.parseInt(startedText, 36), row: Number.parseInt(rowText, 36) };
  return Number.isSafeInteger(cursor.startedMs) && Number.isSafeInteger(cursor.row) ? cursor : undefined;
}
