import { isDigit, isFreeAfter, isFreeBefore, wordsBefore } from '../characters.ts';
import type { Rule } from '../rule.ts';
import { isThingNumber } from './other-numbers.ts';

const maxDigits = 19;
const minDigits = 12;
const minFirstGroup = 3;
const maxGroups = 6;
const named =
  /\b(?:card|cards|credit|debit|visa|mastercard|maestro|amex|discover|diners|jcb|cc|pan|payment|unionpay|kreditkarte|tarjeta|carte|carta|cart[aã]o)\b[^\d]{0,28}$/i;
/** Group lengths of numbers printed on cards and typed in forms. */
const printed = new Set(['4-4-4-4', '4-6-5', '4-6-4', '4-4-4-4-3']);
/** Lengths for which a valid check digit and a known brand suffice. */
const distinctiveLengths = new Set([14, 15, 16]);

/** Prefixes and lengths of current brands. @see ISO/IEC 7812 and each brand's list of prefixes */
const brands: readonly { readonly prefix: RegExp; readonly lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^3(?:0[0-5]|095|[689])/, lengths: [14] },
  { prefix: /^(?:6011|64[4-9]|65|62|81)/, lengths: [16, 17, 18, 19] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16] },
  { prefix: /^(?:50|5[6-9]|6)/, lengths: [12, 13, 14, 15, 16, 17, 18, 19] },
  { prefix: /^(?:1|2131)/, lengths: [15] },
];
/** Brands with rare or short prefixes, which need a word such as `card`. */
const rareBrands: typeof brands = [
  { prefix: /^35/, lengths: [16] },
  { prefix: /^0604/, lengths: [12, 13, 16, 19] },
];

/**
 * Finds payment card numbers of known brands with a valid check digit (Luhn). Ambiguous lengths and groups need a word
 * such as `card` before them.
 *
 * @see ISO/IEC 7812-1 annex B for the check digit
 */
export const creditCard: Rule = {
  label: 'CREDIT_CARD',
  anchors: ['digits', 'tail'],
  match({ text, start: at, end: firstEnd, digits: digitsAhead, from, hint }) {
    if (firstEnd - at < minFirstGroup) return undefined;
    const isTrack = text[at - 1] === 'B' && text[at - 2] === '%';
    if (!isTrack && (digitsAhead < minDigits || !isFreeBefore(text, at, from))) return undefined;
    const groups = readGroups(text, at);
    const isNamed = hint === 'CREDIT_CARD' || (groups.length > 0 && named.test(wordsBefore(text, at)));
    while (groups.length > 0) {
      const digits = groups.map((group) => group.digits).join('');
      const end = groups[groups.length - 1]?.end ?? at;
      if (digits.length < minDigits) return undefined;
      const layout = groups.map((group) => group.digits.length).join('-');
      if (groups.length === 1 && !isNamed && isThingNumber(wordsBefore(text, at))) return undefined;
      if (isCard(digits, layout, isNamed) && (isFreeAfter(text, end) || isAmount(text, end)))
        return { start: at, end: endOfTrack(text, end) };
      groups.pop();
    }
    return undefined;
  },
};

/** The name and the data after the number on a magnetic stripe. @see ISO/IEC 7813 */
const track = /(?:\^[A-Z /.]{2,26}\^|=)\d{7,40}\??/y;

function endOfTrack(text: string, end: number): number {
  track.lastIndex = end;
  return track.test(text) ? track.lastIndex : end;
}

const cents = /\.\d{1,2}(?![\d.-])/y;

/** True when cents follow, because a spreadsheet formatted the card number as an amount. */
function isAmount(text: string, end: number): boolean {
  cents.lastIndex = end;
  return cents.test(text);
}

interface Group {
  readonly digits: string;
  readonly end: number;
}

const between = /[ \t]{0,2}\n[ \t]{0,2}|[ \t]{1,2}|[-./_]/y;

/** Reads groups of digits with one consistent separator. Returns an empty list for too few digits. */
function readGroups(text: string, at: number): Group[] {
  const groups: Group[] = [];
  let count = 0;
  let separator: string | undefined;
  for (let start = at; groups.length < maxGroups; ) {
    let end = start;
    while (isDigit(text, end) && end - start <= maxDigits) end++;
    count += end - start;
    if (end === start || count > maxDigits) break;
    groups.push({ digits: text.slice(start, end), end });
    between.lastIndex = end;
    const written = between.exec(text)?.[0] ?? '';
    const own = written.trim() === '' && written !== '' ? ' ' : written;
    if (own === '' || (separator !== undefined && separator !== own)) break;
    separator = own;
    start = end + written.length;
  }
  return count < minDigits ? [] : groups;
}

function isCard(digits: string, layout: string, isNamed: boolean): boolean {
  const known = isNamed ? [...brands, ...rareBrands] : brands;
  const isDistinctive =
    (distinctiveLengths.has(digits.length) || (digits.length === 19 && /^62/.test(digits))) &&
    (printed.has(layout) || !layout.includes('-'));
  if (!isNamed && !isDistinctive && !printed.has(layout)) return false;
  return (
    known.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) &&
    (passesLuhn(digits) || (isNamed && digits.length === 16 && isDistinctive))
  );
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
