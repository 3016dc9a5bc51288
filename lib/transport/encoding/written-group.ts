/** A JSON value encoded as bytes. The buffer can contain other values too. */
export interface Written {
  readonly buffer: Buffer;
  /** Offset of the first byte in `buffer`. */
  readonly start: number;
  /** Offset behind the last byte in `buffer`. */
  readonly end: number;
}

/**
 * Written values that follow one another in one buffer. Each has `bytesBefore` free bytes before it and one behind it,
 * so that the spool can add its record framing in place.
 */
export interface WrittenGroup<Value extends Written = Written> {
  readonly values: readonly [Value, ...Value[]];
  readonly bytesBefore: number;
}

/** Returns the length of a written value in bytes. */
export const sizeOf = ({ start, end }: Written): number => end - start;

/** Returns a written value as text. */
export const textOf = ({ buffer, start, end }: Written): string => buffer.toString('utf8', start, end);

/** Encodes text that is already JSON. */
export function writtenText(json: string): Written {
  const buffer = Buffer.from(json);
  return { buffer, start: 0, end: buffer.length };
}

/** Returns the bytes of a whole group, with the free bytes around each value. */
export function extentOf({ values, bytesBefore }: WrittenGroup): Written {
  const [first] = values;
  const last = values[values.length - 1] as Written;
  return { buffer: first.buffer, start: first.start - bytesBefore, end: last.end + 1 };
}
