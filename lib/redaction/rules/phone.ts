import { endOfDigits, isAlphanumeric, isDigit, wordsBefore } from '../characters.ts';
import type { Place, Rule } from '../rule.ts';
import { isInternational } from './calling-codes.ts';
import { foreignPhone, foreignThing } from './foreign-names.ts';
import { isOtherNumber } from './other-numbers.ts';
import { afterWord, beforeWord, weakWord } from './phone-words.ts';

const minDigits = 6;
const maxGroups = 7;
/** A shorter second group may belong to a telephone number. */
const minFractionDigits = 4;
/** First group lengths of a number that follows other groups: a country code or an area code. */
const beginsSeries = new Set([1, 3]);
const maxDigits = 16;
const separator = /(?: ?[(] ?| ?[)][ -]?| ?[-./] ?|\/\/| {1,2})(?=\d)/y;
const extension = /[ ,;]{0,3}(?:ext\.?|extension|x|#)[ .:]{0,2}\d{1,6}(?!\w)/iy;
const dayFirst = /^\d{1,2}([./-])\d{1,2}\1\d{2}(?![./-]?\d)/;
const amount =
  /^ ?(?:[€$£¥%]|EUR|USD|GBP|CHF|PLN|CZK|DKK|NOK|SEK|users|people|rows|records|bytes|items|tokens|lines|calls|requests|events|ms|kr|zł|Kč|habit)/;
const date = /(?:(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d)(?!\d)/y;

/**
 * Finds international telephone numbers with an assigned calling code, and national numbers in known layouts. Other
 * digits need a word such as `phone` beside them.
 *
 * @see ITU-T E.164 and E.123, and the North American Numbering Plan
 */
export const phone: Rule = {
  label: 'PHONE',
  anchors: ['digits'],
  match(place) {
    const { text, start: at, end: firstEnd, from } = place;
    if (place.digits < minDigits || isDecimal(text, at, firstEnd) || isDate(text, at)) return undefined;
    const lead = readLead(text, at, from);
    if (!lead || (lead.isInSeries && !beginsSeries.has(firstEnd - at))) return undefined;
    const groups = readGroups(text, at, firstEnd);
    if (!lead.isInternational && isCounting(groups)) return undefined;
    const announcement = announcementOf(place, lead.start);
    for (let count = groups.length; count > 0; count--) {
      const { end = at, digitsSoFar = 0 } = groups[count - 1] ?? {};
      if (digitsSoFar < minDigits) return undefined;
      if (!isFreeAfter(text, end)) continue;
      const number: Candidate = {
        text: text.slice(lead.start, end),
        groups: groups.slice(0, count).map(toText),
        lead,
        isWhole: lead.start === 0 && end === text.length,
        isAmount: isAmount(text, lead.start, end),
      };
      if (isPhone(number, () => announcement(end)))
        return { start: lead.start, end: endOfExtension(text, end) };
    }
    return undefined;
  },
};

/** True for a number such as `0.0449123451`. A telephone number has more groups or a longer first group. */
function isDecimal(text: string, at: number, firstEnd: number): boolean {
  const isShort = firstEnd - at === 1 || (firstEnd - at === 2 && text[at] !== '0');
  if (!isShort || text[firstEnd] !== '.') return false;
  const end = endOfDigits(text, firstEnd + 1);
  return end - firstEnd > minFractionDigits && (text[end] !== '.' || !isDigit(text, end + 1));
}

function isDate(text: string, at: number): boolean {
  date.lastIndex = at;
  return date.test(text);
}

interface Lead {
  readonly start: number;
  readonly isInternational: boolean;
  readonly hasParenthesis: boolean;
  /** The number follows another group of digits. */
  readonly isInSeries: boolean;
}

interface Group {
  readonly digits: string;
  /** The digits in this group and all earlier groups. */
  readonly digitsSoFar: number;
  readonly end: number;
}

interface Candidate {
  readonly text: string;
  readonly groups: readonly string[];
  readonly lead: Lead;
  /** The text contains only the number. */
  readonly isWhole: boolean;
  /** A unit follows, or another group of digits precedes. */
  readonly isAmount: boolean;
}

/** The kind of number that the surrounding words announce. */
type Announcement = 'phone' | 'maybe' | 'other' | undefined;

const toText = ({ digits }: Group): string => digits;

/** Reads the `+` and `(` before the first digit. Returns `undefined` when the digits continue another token. */
function readLead(text: string, at: number, from: number): Lead | undefined {
  let start = at;
  const hasParenthesis = start > from && text[start - 1] === '(';
  if (hasParenthesis) start--;
  const isPlus = start > from && text[start - 1] === '+';
  if (isPlus) start--;
  if (isPlus && start > from && text[start - 1] === '(') start--;
  if (start > from && continues(text, start, isPlus)) return undefined;
  const isInSeries = text[start - 1] === ' ' && isDigit(text, start - 2);
  return { start, isInternational: isPlus, hasParenthesis, isInSeries };
}

function continues(text: string, start: number, isPlus: boolean): boolean {
  const char = text.charAt(start - 1);
  if (isAlphanumeric(text, start - 1) || /[_$€£+~^]/.test(char)) return true;
  return (
    /[-./:#,=]/.test(char) && start > 1 && !isPlus && /[-./:#]/.test(char) && isAlphanumeric(text, start - 2)
  );
}

function readGroups(text: string, at: number, firstEnd: number): Group[] {
  const groups: Group[] = [];
  let count = 0;
  for (let start = at; groups.length < maxGroups; ) {
    const end = start === at ? firstEnd : endOfDigits(text, start);
    count += end - start;
    if (count > maxDigits) break;
    groups.push({ digits: text.slice(start, end), digitsSoFar: count, end });
    separator.lastIndex = end;
    if (!separator.test(text)) break;
    start = separator.lastIndex;
  }
  return groups;
}

/** True when no word or longer number continues here. An extension or `-Office` may follow. */
function isFreeAfter(text: string, end: number): boolean {
  if (endOfExtension(text, end) > end) return true;
  if (isAlphanumeric(text, end) || text[end] === '_' || text[end] === '%') return false;
  if (!/[-.,:/+@]/.test(text.charAt(end))) return true;
  if (isDigit(text, end + 1)) return text[end] === ',' && text.charAt(end - 4) !== ',';
  return text[end] !== '-' || !isAlphanumeric(text, end + 1) || afterWord.test(text.slice(end, end + 12));
}

function endOfExtension(text: string, end: number): number {
  extension.lastIndex = end;
  return extension.test(text) ? extension.lastIndex : end;
}

/** Creates a lazy function that classifies the words around a number. */
function announcementOf({ text, hint }: Place, start: number): (end: number) => Announcement {
  if (hint === 'PHONE') return () => 'phone';
  let before: Announcement | 'unread' = 'unread';
  return (end) => {
    if (before === 'unread') before = readBefore(wordsBefore(text, start));
    if (before === 'other') return before;
    if (endOfExtension(text, end) > end) return 'phone';
    return before ?? (afterWord.test(text.slice(end, end + 16)) ? 'maybe' : undefined);
  };
}

function readBefore(words: string): Announcement {
  if (isOtherNumber(words) || foreignThing.test(words)) return 'other';
  return beforeWord.test(words) || foreignPhone.test(words)
    ? 'phone'
    : weakWord.test(words)
      ? 'maybe'
      : undefined;
}

function isPhone(
  { text, groups, lead, isWhole, isAmount }: Candidate,
  announced: () => Announcement,
): boolean {
  const digits = groups.join('');
  const hasTrunkDigit = /\(0\)/.test(text);
  if (lead.isInternational) return isInternational(digits, hasTrunkDigit);
  if (digits.startsWith('00') && groups.length > 1) return isInternational(digits.slice(2), hasTrunkDigit);
  if (isDialledAbroad(digits, groups)) return true;
  if (!isBetweenNational(digits, groups)) return false;
  const layout = groups.map((group) => group.length).join('-');
  // Words before a series of groups announce the earlier groups.
  if (lead.isInSeries) return isNorthAmerican(text, digits, layout, undefined);
  const announcement = announced();
  if (announcement === 'other') return false;
  if (isNorthAmerican(text, digits, layout, announcement)) return true;
  if (groups.length === 1) return isBareNumber(digits, announcement);
  if (digits.length > 13 || groups.length > 6) return false;
  if (announcement !== undefined) return groups.every((group) => group.length < 9);
  if (isWhole && isAlone(text, digits)) return true;
  return (
    (!isAmount && isNationalLayout(text, layout)) ||
    isNational(text, digits, groups, isWhole ? 2 : 1) ||
    isGroupedInParenthesis(text, layout)
  );
}

/** True for numbers such as `011 44 20 7946 0958`, as dialled from North America. */
const isDialledAbroad = (digits: string, groups: readonly string[]): boolean =>
  groups.length > 3 && digits.startsWith('011') && isInternational(digits.slice(3));

/** True for a list of single digits. */
const isCounting = (groups: readonly Group[]): boolean =>
  groups.length > 3 && groups.slice(1, 4).every(({ digits }) => digits.length === 1);

const isSingle = (group: string, at: number): boolean => group.length === 1 && !(at === 0 && group === '0');

/** True for `415-555-2671` in any layout. Other separators need a valid area code and exchange. */
function isNorthAmerican(text: string, digits: string, layout: string, announced: Announcement): boolean {
  if (!/^(?:1-)?(?:3-3-4|3-7)$/.test(layout)) return false;
  const national = digits.slice(-10);
  if (/^\(?1?[-. ]?\(?\d{3}(?:[-.]|\) ?-?)\d{3}[-.]\d{4}$/.test(text))
    return /^[02-9]/.test(national) || announced !== undefined;
  return /^[2-9]\d\d[2-9]/.test(national);
}

/** True for ten North American digits in any groups, or a Mexican number with a dialling prefix. */
const isAlone = (text: string, digits: string): boolean =>
  /^[2-9]\d\d[2-9]\d{6}$/.test(digits) || (digits.length === 12 && /^01 ?\(\d{2,3}\) /.test(text));

/** True for a leading 0, nine to eleven digits and at most `maxSingles` single-digit groups. */
const isNational = (text: string, digits: string, groups: readonly string[], maxSingles: number): boolean =>
  /^\(?0\)?[ -]?[1-9]/.test(text) &&
  digits.length >= 9 &&
  digits.length <= 11 &&
  groups.filter(isSingle).length <= maxSingles &&
  !dayFirst.test(text);

const isBetweenNational = (digits: string, groups: readonly string[]): boolean =>
  digits.length >= 7 && digits.length <= 15 && groups.filter(isSingle).length <= 2;

const digitsBefore = /\d[ ,.]{1,2}$/;

/** True before a unit, for two short groups before a word such as a street, and after another group of digits. */
const isAmount = (text: string, start: number, end: number): boolean =>
  amount.test(text.slice(end, end + 12)) ||
  (end - start === 9 && /^ [A-Za-z]/.test(text.slice(end, end + 2))) ||
  digitsBefore.test(text.slice(Math.max(0, start - 3), start));

/** Layouts of national numbers that need no word, with their first digits. */
const nationalLayouts: { readonly [layout: string]: RegExp } = {
  '4-7': /^0[1-9]/,
  '4-8': /^0[1-9]/,
  '3-8': /^0[1-9]/,
  '3-2-2-2': /^[679]/,
  '3-3-3': /^[5-79]/,
  '2-2-2-2': /^[2-9]/,
  '4-4': /^[3689]/,
  '1-3-3-2-2': /^89/,
};

const isNationalLayout = (text: string, layout: string): boolean =>
  nationalLayouts[layout]?.test(text.replace(/\D/g, '')) === true && /^[\d ]+$/.test(text);

/** True for an area code in parentheses with more groups: `(11) 91234-5678`, `8 (495) 123-45-67`. */
const isGroupedInParenthesis = (text: string, layout: string): boolean =>
  text.startsWith('(')
    ? /^(?:\d-[34]-[34]|2-5-4)$/.test(layout)
    : layout === '1-3-3-2-2' && /^8 ?\(/.test(text);

const isBareNumber = (digits: string, announced: Announcement): boolean =>
  (announced === 'phone' && digits.length >= 7 && digits.length <= 15) ||
  (announced === 'maybe' && digits.length >= 10 && digits.length <= 12);
