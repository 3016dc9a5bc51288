import { endOfDigits, isAlphanumericCode, isDigitCode, kindOf, kinds } from './characters.ts';
import { decodeWord } from './encoded.ts';
import { readingAt } from './fold.ts';
import type { Anchor, BuiltinLabel, Place, Rule, Span } from './rule.ts';

/** A place that was found, and the word that says what it is. */
export interface Found extends Span {
  readonly label: string;
}

/** Rules by the anchors they look at. */
export type RuleTable = { readonly [anchor in Anchor]: readonly Rule[] };

/** Sorts rules by their anchors. */
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

const nothing: readonly Found[] = [];

/**
 * Finds the places of all rules in one pass. Labels that stand in the text already are passed over.
 *
 * @param sense what the name of the text says of it
 * @param stopsToFold whether to stop at the first character that may be read as another
 * @returns `undefined` when it stopped because the text must be folded first
 */
export function scan(
  text: string,
  rules: RuleTable,
  sense: BuiltinLabel | undefined,
  stopsToFold: boolean,
): readonly Found[] | undefined {
  const first = nextAnchor(text, 0);
  return first === text.length ? nothing : new Scanner(text, rules, sense, stopsToFold).run(first);
}

/** Kept apart from all that happens at an anchor, so that it stays as tight as it can be compiled. */
function nextAnchor(text: string, from: number): number {
  const end = text.length;
  let at = from;
  while (at < end && kindOf[text.charCodeAt(at)] === 0) at++;
  return at;
}

const maxWordChars = 512;
/** No key is shorter. */
const minWordChars = 15;
/** An IP address such as 1.1.1.1 has no more. */
const minDigits = 4;
const maxDigits = 24;
const maxGapChars = 3;
const ownLabel = /\[(?:REDACTION FAILED|[A-Z][A-Z0-9_]{0,40}(?::[0-9a-f]{8})?)\]/y;

/** The place that is moved along a text. Rules read it and keep nothing of it. */
class Scanner implements Place {
  readonly text: string;
  readonly sense: BuiltinLabel | undefined;
  start = 0;
  end = 0;
  digits = 0;
  from = 0;
  readonly #rules: RuleTable;
  readonly #stopsToFold: boolean;
  #found: Found[] | undefined;
  /** Up to here words have been looked at. */
  #wordEnd = 0;
  /** Up to here what is encoded has been looked into. */
  #decodedEnd = 0;
  #mustFold = false;

  constructor(text: string, rules: RuleTable, sense: BuiltinLabel | undefined, stopsToFold: boolean) {
    this.text = text;
    this.sense = sense;
    this.#rules = rules;
    this.#stopsToFold = stopsToFold;
  }

  run(start: number): readonly Found[] | undefined {
    const text = this.text;
    for (let at = start; at < text.length; at = nextAnchor(text, at)) {
      at = this.#look(kindOf[text.charCodeAt(at)] as number, at);
      if (this.#mustFold) return undefined;
    }
    return this.#found ?? nothing;
  }

  /** Looks at an anchor. Returns where to go on. */
  #look(kind: number, at: number): number {
    switch (kind) {
      case kinds.digit:
        return this.#lookAtDigits(at);
      case kinds.at:
        return this.#try(this.#rules['@'], at, at + 1) ?? at + 1;
      case kinds.colon:
        return this.#try(this.#rules[':'], at, at + 1) ?? at + 1;
      case kinds.equals:
        return this.#try(this.#rules['='], at, at + 1) ?? at + 1;
      case kinds.greater:
        return this.#try(this.#rules['>'], at, at + 1) ?? at + 1;
      case kinds.underscore:
        return this.#lookAtWord(at) ?? at + 1;
      case kinds.hyphen:
        return this.#lookAtHyphen(at);
      case kinds.bracket:
        return this.#endOfLabel(at);
      default:
        if (this.#stopsToFold) this.#mustFold = readingAt(this.text, at) !== undefined;
        return at + 1;
    }
  }

  #lookAtDigits(at: number): number {
    const word = this.#lookAtWord(at);
    if (word !== undefined) return word;
    const end = endOfDigits(this.text, at + 1);
    const before = at > this.from ? this.text.charCodeAt(at - 1) : 0;
    if (isAlphanumericCode(before)) return this.#try(this.#rules.tail, at, end) ?? end;
    if (isJointCode(before) && this.#continues(at)) return end;
    const digits = countDigits(this.text, at, end);
    if (digits < minDigits) return end;
    this.digits = digits;
    return this.#try(this.#rules.digits, at, end) ?? end;
  }

  /** True after the joint of a date, a version or an id. */
  #continues(at: number): boolean {
    return at > this.from + 1 && isAlphanumericCode(this.text.charCodeAt(at - 2));
  }

  /** Looks at the word around a place, once. */
  #lookAtWord(at: number): number | undefined {
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

  /** Looks into what is encoded, and takes it as a whole when there is something in it. */
  #tryDecoded(start: number, end: number): number | undefined {
    const decoded = start < this.#decodedEnd ? undefined : decodeWord(this.text, start, end);
    if (!decoded) return undefined;
    this.#decodedEnd = decoded.end;
    const [inside] = scan(decoded.text, this.#rules, this.sense, false) ?? nothing;
    if (!inside) return undefined;
    this.#keep({ start, end: decoded.end, label: inside.label });
    return decoded.end;
  }

  #keep(found: Found): void {
    this.#found ??= [];
    this.#found.push(found);
    this.from = found.end;
  }

  #lookAtHyphen(at: number): number {
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

  /** Asks the rules in order. Returns where to go on after what was found. */
  #try(rules: readonly Rule[], start: number, end: number): number | undefined {
    this.start = start;
    this.end = end;
    for (const rule of rules) {
      const span = rule.match(this);
      if (!span) continue;
      const found = this.#mailboxOver(span) ?? { start: span.start, end: span.end, label: rule.label };
      this.#keep(found);
      return Math.max(found.end, start + 1);
    }
    return undefined;
  }

  /** An address whose name looks like something else, as in `192.0.2.1@example.org`. */
  #mailboxOver(span: Span): Found | undefined {
    if (this.text[span.end] !== '@') return undefined;
    const { text, sense, from } = this;
    const place: Place = { text, sense, from, digits: 0, start: span.end, end: span.end + 1 };
    for (const rule of this.#rules['@']) {
      const over = rule.match(place);
      if (over && over.start <= span.start) return { ...over, label: rule.label };
    }
    return undefined;
  }
}

/** The digits from `start` on, over what may stand between the groups of a number; `end` ends the first. */
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

/** Tab, line break, blank, parentheses and `- . /`. */
const isSeparatorCode = (code: number): boolean =>
  code === 32 || (code >= 45 && code <= 47) || code === 40 || code === 41 || code === 10 || code === 9;

/** Letters, digits and `_ . ~ / + | -`. */
const isWordCode = (code: number): boolean => wordCodes[code] === 1;

const wordCodes = new Uint8Array(0x10000);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~/+|-')
  wordCodes[character.charCodeAt(0)] = 1;
