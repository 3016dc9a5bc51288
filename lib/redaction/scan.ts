import { endOfDigits, isAlphanumericCode, isDigitCode, kindOf, kinds } from './characters.ts';
import { decodeWord } from './encoded.ts';
import { replacementAt } from './fold.ts';
import type { Anchor, BuiltinLabel, Place, Rule, Span } from './rule.ts';

/** A match with its label. */
export interface Match extends Span {
  readonly label: string;
}

/** Rules grouped by their anchors. */
export type RuleTable = { readonly [anchor in Anchor]: readonly Rule[] };

/** Groups rules by their anchors. */
export function toRuleTable(rules: readonly Rule[]): RuleTable {
  const having = (anchor: Anchor) => rules.filter(({ anchors }) => anchors.includes(anchor));
  return {
    digits: having('digits'),
    tail: having('tail'),
    word: having('word'),
    '@': having('@'),
    ':': having(':'),
    '=': having('='),
    '>': having('>'),
    '--': having('--'),
    '-----': having('-----'),
  };
}

const nothing: readonly Match[] = [];

/**
 * Finds the matches of all rules in one pass. Labels from earlier redaction are skipped.
 *
 * @param hint the kind of data that the text's name announces
 * @param stopsToFold whether to stop at the first character that needs folding
 * @returns `undefined` when the text must be folded first
 */
export function scan(
  text: string,
  rules: RuleTable,
  hint: BuiltinLabel | undefined,
  stopsToFold: boolean,
): readonly Match[] | undefined {
  const first = nextAnchor(text, 0);
  return first === text.length ? nothing : new Scanner(text, rules, hint, stopsToFold).run(first);
}

/** A separate function, so that the engine compiles this loop well. */
function nextAnchor(text: string, from: number): number {
  const end = text.length;
  let at = from;
  while (at < end && kindOf[text.charCodeAt(at)] === 0) at++;
  return at;
}

const maxWordChars = 512;
/** The length of the shortest provider key. */
const minWordChars = 15;
/** The digits of the shortest IP address, such as 1.1.1.1. */
const minDigits = 4;
const maxDigits = 24;
const maxGapChars = 3;
const ownLabel = /\[(?:REDACTION FAILED|[A-Z][A-Z0-9_]{0,40}(?::[0-9a-f]{8})?)\]/y;

/** A cursor that moves along a text. Rules read it and do not keep it. */
class Scanner implements Place {
  readonly text: string;
  readonly hint: BuiltinLabel | undefined;
  start = 0;
  end = 0;
  digits = 0;
  from = 0;
  readonly #rules: RuleTable;
  readonly #stopsToFold: boolean;
  #found: Match[] | undefined;
  /** The end of the last examined word. */
  #wordEnd = 0;
  /** The end of the last decoded word. */
  #decodedEnd = 0;
  #mustFold = false;

  constructor(text: string, rules: RuleTable, hint: BuiltinLabel | undefined, stopsToFold: boolean) {
    this.text = text;
    this.hint = hint;
    this.#rules = rules;
    this.#stopsToFold = stopsToFold;
  }

  run(start: number): readonly Match[] | undefined {
    const text = this.text;
    for (let at = start; at < text.length; at = nextAnchor(text, at)) {
      at = this.#scanAnchor(kindOf[text.charCodeAt(at)] as number, at);
      if (this.#mustFold) return undefined;
    }
    return this.#found ?? nothing;
  }

  /** Examines an anchor. Returns the next position. */
  #scanAnchor(kind: number, at: number): number {
    switch (kind) {
      case kinds.digit:
        return this.#scanDigits(at);
      case kinds.at:
        return this.#try(this.#rules['@'], at, at + 1) ?? at + 1;
      case kinds.colon:
        return this.#try(this.#rules[':'], at, at + 1) ?? at + 1;
      case kinds.equals:
        return this.#try(this.#rules['='], at, at + 1) ?? at + 1;
      case kinds.greater:
        return this.#try(this.#rules['>'], at, at + 1) ?? at + 1;
      case kinds.underscore:
        return this.#scanWord(at) ?? at + 1;
      case kinds.hyphen:
        return this.#scanHyphens(at);
      case kinds.bracket:
        return this.#endOfLabel(at);
      default:
        if (this.#stopsToFold) this.#mustFold = replacementAt(this.text, at) !== undefined;
        return at + 1;
    }
  }

  #scanDigits(at: number): number {
    const word = this.#scanWord(at);
    if (word !== undefined) return word;
    const end = endOfDigits(this.text, at + 1);
    const before = at > this.from ? this.text.charCodeAt(at - 1) : 0;
    if (isAlphanumericCode(before)) return this.#try(this.#rules.tail, at, end) ?? end;
    if (isJointCode(before) && this.#continues(at))
      return isLetterCode(this.text.charCodeAt(at - 2)) ? (this.#try(this.#rules.tail, at, end) ?? end) : end;
    const digits = countDigits(this.text, at, end);
    if (digits < minDigits)
      return this.#isInPassword(before, end) ? (this.#try(this.#rules.tail, at, end) ?? end) : end;
    this.digits = digits;
    return this.#try(this.#rules.digits, at, end) ?? end;
  }

  /** True for few digits after a sign or before a letter. */
  #isInPassword(before: number, end: number): boolean {
    return isLetterCode(this.text.charCodeAt(end)) || isSignCode(before);
  }

  /** True after a separator inside a date, a version or an id. */
  #continues(at: number): boolean {
    return at > this.from + 1 && isAlphanumericCode(this.text.charCodeAt(at - 2));
  }

  /** Examines the word around a position once. */
  #scanWord(at: number): number | undefined {
    if (at < this.#wordEnd) return undefined;
    const text = this.text;
    const floor = Math.max(this.from, this.#wordEnd, at - maxWordChars);
    let start = at;
    while (start > floor && isWordCode(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end - start < maxWordChars && isWordCode(text.charCodeAt(end))) end++;
    this.#wordEnd = end;
    if (end - start < minWordChars) return undefined;
    return this.#try(this.#rules.word, start, end) ?? this.#tryDecoded(start, end);
  }

  /** Scans a decoded word and replaces it as a whole when it contains a match. */
  #tryDecoded(start: number, end: number): number | undefined {
    const decoded = start < this.#decodedEnd ? undefined : decodeWord(this.text, start, end);
    if (!decoded) return undefined;
    this.#decodedEnd = decoded.end;
    const [inside] = scan(decoded.text, this.#rules, this.hint, false) ?? nothing;
    if (!inside) return undefined;
    this.#addMatch({ start, end: decoded.end, label: inside.label });
    return decoded.end;
  }

  #addMatch(found: Match): void {
    this.#found ??= [];
    this.#found.push(found);
    this.from = found.end;
  }

  #scanHyphens(at: number): number {
    const text = this.text;
    if (text.charCodeAt(at + 1) !== 45) return at + 1;
    let end = at + 2;
    while (text.charCodeAt(end) === 45) end++;
    if (end - at === 2) return this.#try(this.#rules['--'], at, end) ?? end;
    if (end - at < 5) return end;
    return this.#try(this.#rules['-----'], end - 5, end) ?? this.#try(this.#rules['-----'], at, end) ?? end;
  }

  #endOfLabel(at: number): number {
    ownLabel.lastIndex = at;
    if (!ownLabel.test(this.text)) return at + 1;
    this.from = ownLabel.lastIndex;
    return ownLabel.lastIndex;
  }

  /** Tries the rules in order. Returns the position after the match. */
  #try(rules: readonly Rule[], start: number, end: number): number | undefined {
    this.start = start;
    this.end = end;
    for (const rule of rules) {
      const span = rule.match(this);
      if (!span) continue;
      const found = this.#enclosingEmail(span) ?? { start: span.start, end: span.end, label: rule.label };
      this.#addMatch(found);
      return Math.max(found.end, start + 1);
    }
    return undefined;
  }

  /** Finds an address whose local part matched another rule, as in `192.0.2.1@example.org`. */
  #enclosingEmail(span: Span): Match | undefined {
    if (this.text[span.end] !== '@') return undefined;
    const { text, hint, from } = this;
    const place: Place = { text, hint, from, digits: 0, start: span.end, end: span.end + 1 };
    for (const rule of this.#rules['@']) {
      const over = rule.match(place);
      if (over && over.start <= span.start) return { ...over, label: rule.label };
    }
    return undefined;
  }
}

/** Counts digits from `start` across group separators. The first group ends at `end`. */
function countDigits(text: string, start: number, end: number): number {
  let count = end - start;
  let gap = 0;
  for (let at = end; gap <= maxGapChars && count < maxDigits; at++) {
    const code = text.charCodeAt(at);
    if (isDigitCode(code)) {
      count++;
      gap = 0;
    } else if (isSeparatorCode(code)) gap++;
    else break;
  }
  return count;
}

/** `-`, `.` and `_`. */
const isJointCode = (code: number): boolean => code === 45 || code === 46 || code === 95;

const isLetterCode = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** `! # $ % ^ * + ~ ?`, which are common in passwords. */
const isSignCode = (code: number): boolean =>
  (code >= 33 && code <= 37 && code !== 34) ||
  code === 94 ||
  code === 42 ||
  code === 43 ||
  code === 126 ||
  code === 63;

/** Tab, line break, space, parentheses and `- . /`. */
const isSeparatorCode = (code: number): boolean =>
  code === 32 ||
  (code >= 45 && code <= 47) ||
  code === 95 ||
  code === 40 ||
  code === 41 ||
  code === 10 ||
  code === 9;

/** Letters, digits and `_ . ~ / + | -`. */
const isWordCode = (code: number): boolean => wordCodes[code] === 1;

const wordCodes = new Uint8Array(0x10000);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~/+|-')
  wordCodes[character.charCodeAt(0)] = 1;
