import type { Rule } from '../rule.ts';

const maxLocalChars = 64;
const maxDomainChars = 255;
/** The characters of RFC 5322, except those that separate addresses in URLs and lists. */
const localChar = /[A-Za-z0-9.!#$%'*+^_`~\u00c0-\u024f-]/;
const edgeOfLocal = /[.'`*#!$%^]/;
const letterOfAnyScript = /[\p{L}\p{N}\p{M}]/u;
const latinDomain =
  /^(?:[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,62})\.)+(?:xn--[a-z0-9-]{2,59}|[a-z\u00c0-\u024f]{2,63})/i;
const anyDomain = /^(?:[\p{L}\p{N}\p{M}-]{1,63}\.)+\p{L}{2,63}/u;
const dotless = /^[A-Za-z0-9-]{1,63}(?![\w.-])/;
const literal = /^\[(?:IPv6:)?[0-9A-Fa-f:.]{3,45}\]/i;
/** `icon@2x.png` is a file name. */
const pixelDensity = /^\d+x\./i;

/**
 * Finds e-mail addresses in any script, including quoted local parts (`"john doe"@example.org`). IP domains need
 * brackets, and domains without a dot need `mailto:`.
 *
 * @see RFC 5321 §4.5.3.1 for the lengths, RFC 5322 §3.2.3 and §3.2.4 for the characters, RFC 6531 for scripts
 */
export const email: Rule = {
  label: 'EMAIL',
  anchors: ['@'],
  match({ text, start: at, from, hint }) {
    const start = startOfLocal(text, at, from);
    if (start === at) return undefined;
    const mayBeDotless = hint === 'EMAIL' || /mailto:$/i.test(text.slice(Math.max(0, start - 7), start));
    const chars = domainChars(text.slice(at + 1, at + 1 + maxDomainChars), mayBeDotless);
    return chars === 0 ? undefined : { start, end: at + 1 + chars };
  },
};

function startOfLocal(text: string, at: number, from: number): number {
  const floor = Math.max(from, at - maxLocalChars);
  let start = at;
  if (text[start - 1] === '"') {
    const quote = text.lastIndexOf('"', start - 2);
    if (quote >= floor && !text.slice(quote, start).includes('\n')) start = quote;
  }
  while (start > floor) {
    const char = text.charAt(start - 1);
    if (localChar.test(char)) start--;
    else if (char === '"' && text[start] === '.') start = openingQuote(text, start, floor);
    else break;
    if (start < 0) return at;
  }
  if (start === at) while (start > floor && letterOfAnyScript.test(text.charAt(start - 1))) start--;
  while (start < at && edgeOfLocal.test(text.charAt(start))) start++;
  return start;
}

/** Returns the opening quote of a quoted word inside a local part, as in `first."last".more@example.org`. */
function openingQuote(text: string, start: number, floor: number): number {
  const quote = text.lastIndexOf('"', start - 2);
  return quote > floor && text[quote - 1] === '.' ? quote : -1;
}

function domainChars(after: string, mayBeDotless: boolean): number {
  if (pixelDensity.test(after)) return 0;
  const domain =
    latinDomain.exec(after) ??
    literal.exec(after) ??
    anyDomain.exec(after) ??
    (mayBeDotless ? dotless.exec(after) : null);
  return domain?.[0].length ?? 0;
}
