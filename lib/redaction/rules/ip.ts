import { isIPv4, isIPv6 } from 'node:net';
import { isAlphanumeric, isDigit, trimEndOf, wordsBefore } from '../characters.ts';
import type { Place, Rule, Span } from '../rule.ts';

const maxChars = 45;
const four = /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/y;
const suffix = /(?:%[\w-]{1,16})?(?:\/\d{1,3})?(?![\w/])/y;
/** `Chrome/120.0.0.0`, `v1.2.3.4` and `version 1.2.3.4` are versions. */
const versionBefore =
  /(?:[A-Za-z]\/|\bv|\b(?:version|ver|release|build|firmware|oid|chapter|section|sect|clause|article|figure|rule)\b[ :=]{0,3})$/i;
const addressBefore = /(?:\b(?:ip|ipv6|src|dst|addr|address|host|bind|listen|unspecified)\b[^\w\n]{0,4})$/i;
/** The two ends of an address that may also be a slice such as `rows[1::2]`. */
const shortAddress = /^\d{0,3}::\d{0,3}$/;
const insideIndex = /[\w)\]]\[(?:[^[\]\n]{0,40},)?\s?$/;

/**
 * Finds IPv4 and IPv6 addresses, with an optional prefix length or zone. Four-part numbers after a product name or the
 * word `version` are version numbers.
 *
 * @see RFC 791, RFC 4291 §2.2, RFC 4007 §11 for zones
 */
export const ip: Rule = {
  label: 'IP',
  anchors: ['digits', ':'],
  match(place) {
    return place.text[place.start] === ':' ? matchIPv6(place) : matchIPv4(place);
  },
};

function matchIPv4({ text, start: at, end: firstEnd, from }: Place): Span | undefined {
  if (text[firstEnd] !== '.' || !isDigit(text, firstEnd + 1)) return undefined;
  four.lastIndex = at;
  const written = four.exec(text)?.[0];
  if (written === undefined || !isIPv4(withoutZeros(written))) return undefined;
  const end = at + written.length;
  if (isAlphanumeric(text, end) || text[end] === '_' || (text[end] === '.' && isDigit(text, end + 1))) {
    return undefined;
  }
  const isSecondOfRange = at === from + 1 && from > 0 && text[from] === '-';
  const isFree =
    at === from || isSecondOfRange || !(isAlphanumeric(text, at - 1) || /[._-]/.test(text.charAt(at - 1)));
  if (!isFree || versionBefore.test(wordsBefore(text, at, 16))) return undefined;
  return { start: at, end: endOfSuffix(text, end, 32) };
}

/** Removes the leading zeros of three-digit numbers. */
const withoutZeros = (written: string): string =>
  written.replace(/\d{3}/g, (number) => String(Number(number)));

function matchIPv6({ text, start: at, from }: Place): Span | undefined {
  if (!isPartOfIPv6(text.charCodeAt(at + 1))) return undefined;
  const floor = Math.max(from, at - maxChars);
  let start = at;
  while (start > floor && isPartOfIPv6(text.charCodeAt(start - 1))) start--;
  if (text[start] === ':' && text[start + 1] !== ':') {
    if (start === at) return undefined;
    start++;
  }
  let end = at + 1;
  while (end - start <= maxChars && isPartOfIPv6(text.charCodeAt(end), true)) end++;
  if (!mayBeIPv6(text, start, end)) return undefined;
  const written = withoutPunctuation(text.slice(start, end));
  if (!isIPv6(written)) return undefined;
  end = start + written.length;
  const isFree = start === from || !/[\w.]/.test(text.charAt(start - 1));
  if (!isFree || /[\w:]/.test(text.charAt(end))) return undefined;
  if (!/\d/.test(written) && !isBareAddress(text, start, end)) return undefined;
  if (shortAddress.test(written) && insideIndex.test(wordsBefore(text, start, 48))) return undefined;
  return { start, end: endOfSuffix(text, end, 128) };
}

const minColons = 6;

/** True for two adjacent colons or many colons. A time such as `12:34:56` is rejected cheaply. */
function mayBeIPv6(text: string, start: number, end: number): boolean {
  let colons = 0;
  for (let at = start; at < end; at++) {
    if (text.charCodeAt(at) !== 58) continue;
    colons++;
    if (text.charCodeAt(at + 1) === 58) return true;
  }
  return colons >= minColons;
}

/** Hexadecimal digits and colons. Dots are allowed to the right of the anchor. */
const isPartOfIPv6 = (code: number, mayBeDot = false): boolean =>
  (code >= 48 && code <= 58) ||
  (code >= 97 && code <= 102) ||
  (code >= 65 && code <= 70) ||
  (mayBeDot && code === 46);

/** Removes a trailing dot or colon, which ends the sentence or clause. */
function withoutPunctuation(written: string): string {
  const address = trimEndOf(written, '.');
  return address.endsWith(':') && !address.endsWith('::') ? address.slice(0, -1) : address;
}

/** `::` without digits is an address only in a clear context, because it is common in code. */
const isBareAddress = (text: string, start: number, end: number): boolean =>
  /^(?:\/\d{1,3})?(?:$|[\s"'\])])/.test(text.slice(end, end + 6)) &&
  (addressBefore.test(wordsBefore(text, start, 16)) || (start === 0 && end - start === 2));

function endOfSuffix(text: string, end: number, maxBits: number): number {
  suffix.lastIndex = end;
  const written = suffix.exec(text)?.[0] ?? '';
  const bits = /\/(\d+)$/.exec(written)?.[1];
  return bits !== undefined && Number(bits) > maxBits ? end : end + written.length;
}
