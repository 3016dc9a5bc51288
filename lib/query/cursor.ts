/** A place in a list that is ordered by time, newest first. */
export interface Cursor {
  /** Start time of the last row of the page, in milliseconds since 1970. */
  readonly startedMs: number;
  /** Number of the row, which distinguishes rows of the same time. */
  readonly row: number;
}

/** Formats a cursor for a URL. */
export const toCursor = ({ startedMs, row }: Cursor): string =>
  `${startedMs.toString(36)}-${row.toString(36)}`;

/** Parses a cursor. Returns `undefined` for an invalid text. */
export function parseCursor(text: string): Cursor | undefined {
  const [, startedText, rowText] = /^(-?[0-9a-z]{1,11})-([0-9a-z]{1,11})$/.exec(text) ?? [];
  if (startedText === undefined || rowText === undefined) return undefined;
  const cursor = { startedMs: Number.parseInt(startedText, 36), row: Number.parseInt(rowText, 36) };
  return Number.isSafeInteger(cursor.startedMs) && Number.isSafeInteger(cursor.row) ? cursor : undefined;
}
