import { homoglyphs } from './homoglyphs.ts';

/** Character classes for the scanner. Class 0 means that the scanner skips the character. */
export const kinds = {
  digit: 1,
  at: 2,
  colon: 3,
  equals: 4,
  underscore: 5,
  hyphen: 6,
  bracket: 7,
  greater: 8,
  /** From here on, the character may need folding or may start a sequence that does. */
  percent: 9,
  ampersand: 10,
  backslash: 11,
  invisible: 12,
  blank: 13,
  dash: 14,
  compatible: 15,
  foreignDigit: 16,
  twin: 17,
  /** The first surrogate of mathematical letters, tags and variation selectors. */
  pair: 18,
  /** A full stop in another script. */
  stop: 19,
  /** The first character of a terminal colour sequence. */
  escape: 20,
} as const;

const ranges: readonly (readonly [kind: number, codes: string])[] = [
  [kinds.digit, '30-39'],
  [kinds.at, '40'],
  [kinds.colon, '3a'],
  [kinds.equals, '3d'],
  [kinds.underscore, '5f'],
  [kinds.hyphen, '2d'],
  [kinds.bracket, '5b'],
  [kinds.greater, '3e'],
  [kinds.percent, '25'],
  [kinds.ampersand, '26'],
  [kinds.backslash, '5c'],
  [
    kinds.invisible,
    'ad 34f 61c 115f-1160 17b4-17b5 180b-180e 200b-200f 202a-202e 2060-206f 3164 fe00-fe0f feff ffa0',
  ],
  [kinds.blank, 'a0 1680 2000-200a 202f 205f 3000'],
  [kinds.compatible, 'b2-b3 b9 2024 2070-209f 2100-214f 2460-24ff fe50-fe6b ff01-ff0c ff0e-ff0f ff1a-ff5e'],
  [kinds.dash, '2010-2015 2043 2212 fe58 fe63 ff0d'],
  [kinds.stop, '3002 ff61'],
  [kinds.escape, '1b'],
  [kinds.pair, 'd835 db40'],
];

/** The digit zero of each script that has its own digits. @see Unicode general category Nd */
const zeros =
  '660 6f0 7c0 966 9e6 a66 ae6 b66 be6 c66 ce6 d66 de6 e50 ed0 f20 1040 1090 17e0 1810 1946 19d0 1a80 1a90 1b50 1bb0 1c40 1c50 a620 a8d0 a900 a9d0 a9f0 aa50 abf0 ff10';

const zeroCodes = zeros.split(' ').map((zero) => Number.parseInt(zero, 16));

/** The kind of each UTF-16 code unit. */
export const kindOf: Uint8Array = toTable();

function toTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const [kind, codes] of ranges) {
    for (const range of codes.split(' ')) {
      const [first = 0, last = first] = range.split('-').map((code) => Number.parseInt(code, 16));
      table.fill(kind, first, last + 1);
    }
  }
  for (const zero of zeroCodes) table.fill(kinds.foreignDigit, zero, zero + 10);
  for (const twin of homoglyphs) table[twin.charCodeAt(0)] = kinds.twin;
  return table;
}

/** Returns the value of a digit in any script. */
export const digitValue = (code: number): number =>
  code - (zeroCodes.find((zero) => code >= zero && code < zero + 10) ?? code);

/** True for the character codes of `0` to `9`. */
export const isDigitCode = (code: number): boolean => code >= 48 && code <= 57;

/** True for the character codes of `0` to `9`, `A` to `Z` and `a` to `z`. */
export const isAlphanumericCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);

/** True when the character at `at` is `0` to `9`. */
export const isDigit = (text: string, at: number): boolean => isDigitCode(text.charCodeAt(at));

/** True when the character at `at` is `0` to `9`, `A` to `Z` or `a` to `z`. */
export const isAlphanumeric = (text: string, at: number): boolean => isAlphanumericCode(text.charCodeAt(at));

/** Returns the end of the run of digits that starts at `at`. */
export function endOfDigits(text: string, at: number): number {
  let end = at;
  while (isDigit(text, end)) end++;
  return end;
}

/**
 * True when digits at `start` do not continue a word or number. A previous match at `from` or a comma ends what came
 * before; so does a full stop or hyphen after a letter.
 */
export function isFreeBefore(text: string, start: number, from: number): boolean {
  if (start === 0 || (start === from && from > 0)) return true;
  if (isAlphanumeric(text, start - 1)) return false;
  return !(isJoint(text, start - 1) && isDigit(text, start - 2));
}

/** True when digits that end at `end` do not continue into a word or number. */
export function isFreeAfter(text: string, end: number): boolean {
  if (isAlphanumeric(text, end)) return false;
  return !(isJoint(text, end) && isDigit(text, end + 1));
}

const isJoint = (text: string, at: number): boolean => text[at] === '.' || text[at] === '-';

/** Returns the characters before `start`, where words may announce a match. */
export const wordsBefore = (text: string, start: number, chars = 40): string =>
  text.slice(Math.max(0, start - chars), start);

/** Returns a text without the given characters at its end. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
