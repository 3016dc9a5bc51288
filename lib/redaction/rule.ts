/** A range in a text, in UTF-16 code units. `start` is inclusive and `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The labels of the built-in kinds of personal data. */
export type BuiltinLabel = 'EMAIL' | 'PHONE' | 'SSN' | 'CREDIT_CARD' | 'IP' | 'IBAN' | 'SECRET' | 'URL';

/**
 * The characters that trigger a rule: a separate run of digits, a run after letters (`tail`), a word with a
 * digit or underscore, or an operator.
 */
export type Anchor = 'digits' | 'tail' | 'word' | '@' | ':' | '=' | '>' | '--' | '-----';

/** The anchor, from `start` to `end`, that a rule examines. */
export interface Place extends Span {
  readonly text: string;
  /** For the anchor `digits`: the number of digits across separators, at most 24. */
  readonly digits: number;
  /** The end of the previous match. A new match cannot start earlier. */
  readonly from: number;
  /** The kind of data that the text's name announces, such as `PHONE`. */
  readonly hint: BuiltinLabel | undefined;
}

/** Finds one kind of personal data. */
export interface Rule {
  /** The label of a match. `EMAIL` becomes `[EMAIL]`. */
  readonly label: BuiltinLabel;
  readonly anchors: readonly Anchor[];
  /**
   * Returns the match around or right after an anchor. Looks back a bounded number of characters, so that a scan
   * takes linear time.
   */
  match(place: Place): Span | undefined;
}
