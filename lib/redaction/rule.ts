/** A range of a text in UTF-16 code units. `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The built-in kinds of personal data and their replacement labels. */
export type BuiltinLabel = 'EMAIL' | 'PHONE' | 'SSN' | 'CREDIT_CARD' | 'IP' | 'IBAN' | 'SECRET' | 'URL';

/**
 * A place where a rule starts to look. `digits` is a run of digits that continues no word, `tail` one that
 * continues letters, `word` a word with a digit or underscore.
 */
export type Anchor = 'digits' | 'tail' | 'word' | '@' | ':' | '=' | '>' | '--' | '-----';

/** An anchor in a text, from `start` to `end`. */
export interface Place extends Span {
  readonly text: string;
  /** For `digits`: the number of digits, up to 24, across blanks, hyphens and similar separators. */
  readonly digits: number;
  /** A match cannot include characters before this index. */
  readonly from: number;
  /** Kind that the name of the text suggests, such as `PHONE`. */
  readonly hint: BuiltinLabel | undefined;
}

/** One kind of personal data: its label and how it is found. */
export interface Rule {
  /** The replacement label without brackets. `EMAIL` becomes `[EMAIL]`. */
  readonly label: BuiltinLabel;
  readonly anchors: readonly Anchor[];
  /**
   * Returns the match around or right after an anchor. It looks back a bounded number of characters, so that
   * a text takes linear time.
   */
  match(place: Place): Span | undefined;
}
