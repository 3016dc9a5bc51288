/** A text, or the two ends of one that was too long to copy. */
export type Text = string | CutString;

/** A bounded copy of a JavaScript value: JSON, but for the strings of which only the two ends were kept. */
export type Snapshot = string | number | boolean | null | CutString | readonly Snapshot[] | SnapshotObject;

/** An object inside a {@link Snapshot}. */
export interface SnapshotObject {
  readonly [key: string]: Snapshot;
}

/**
 * The two ends of a string that was too long to copy.
 *
 * Both ends carry up to `margin` characters more than will be shown, on the side of the cut, so that personal
 * data which lies across the visible end is still whole when it is looked for.
 */
export class CutString {
  readonly head: string;
  readonly tail: string;
  /** Characters of overlap at the end of `head` and at the start of `tail`. */
  readonly margin: number;
  /** Length of the whole string in UTF-16 code units. */
  readonly length: number;

  constructor(head: string, tail: string, margin: number, length: number) {
    this.head = head;
    this.tail = tail;
    this.margin = margin;
    this.length = length;
  }
}
