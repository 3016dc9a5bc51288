/** A place in a text, in UTF-16 code units: `start` is inside, `end` is not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One kind of personal data, as data: what its places are called and how they are found. */
export interface Rule {
  /** The word between the brackets that replaces a place: `EMAIL` becomes `[EMAIL]`. */
  readonly label: string;
  /** All places of this kind in a text, from left to right. Takes time linear in the text's length. */
  find(text: string): readonly Span[];
  /** Loads what `find` needs. Absent where it needs nothing. */
  load?(): Promise<void>;
  /** The same in one turn, for when there will be no other. */
  loadNow?(): void;
}
