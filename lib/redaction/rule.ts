/** A place in a text, in UTF-16 code units: `start` is inside, `end` is not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The kinds of personal data that are known by themselves, and the words that replace them. */
export type BuiltinLabel = 'EMAIL' | 'PHONE' | 'SSN' | 'CREDIT_CARD' | 'IP' | 'IBAN' | 'SECRET' | 'URL';

/**
 * What gives a kind of data away. A text is searched for these alone, in one pass; what costs more is done where
 * one of them stands. `digits` is a run of digits that continues no word, `tail` one that continues letters, and
 * `word` a run of letters, digits and `_ . ~ / + | -` that holds a digit or an underscore.
 */
export type Anchor = 'digits' | 'tail' | 'word' | '@' | ':' | '=' | '>' | '--' | '-----';

/** Where a rule is asked to look: at an anchor from `start` to `end`. */
export interface Place extends Span {
  readonly text: string;
  /** At `digits`: how many there are up to where something else than blanks, hyphens and the like comes, 24 at most. */
  readonly digits: number;
  /** Nothing before this belongs to a place that may still be found. */
  readonly from: number;
  /** What the name under which the text was found says of it, such as `PHONE`. */
  readonly sense: BuiltinLabel | undefined;
}

/** One kind of personal data, as data: what its places are called and how they are found. */
export interface Rule {
  /** The word between the brackets that replaces a place: `EMAIL` becomes `[EMAIL]`. */
  readonly label: BuiltinLabel;
  readonly anchors: readonly Anchor[];
  /**
   * The place of this kind around or right after an anchor. Looks back no further than a bounded number of
   * characters, so that a text takes linear time.
   */
  match(place: Place): Span | undefined;
}
