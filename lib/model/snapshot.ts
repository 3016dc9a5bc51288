/** A text, or both ends of a text that was too long to copy. */
export type Text = string | CutString;

/** A bounded copy of a JavaScript value: JSON, except for strings of which only the ends were kept. */
export type Snapshot = string | number | boolean | null | CutString | readonly Snapshot[] | SnapshotObject;

/** An object inside a {@link Snapshot}. */
export interface SnapshotObject {
  readonly [key: string]: Snapshot;
}

/**
 * Both ends of a string that was too long to copy.
 *
 * Each end has up to `margin` more characters than are shown, so that personal data across the visible edge
 * is still complete during redaction.
 */
export class CutString {
  readonly head: string;
  readonly tail: string;
  /** Number of extra characters at the end of `head` and at the start of `tail`. */
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
