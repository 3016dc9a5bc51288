import { isAlphanumeric, isAlphanumericCode, trimEndOf, wordsBefore } from '../characters.ts';
import type { Place, Rule, Span } from '../rule.ts';
import { isFiller, isPlaceholder } from './placeholders.ts';
import { providerKeyAt } from './provider-keys.ts';
import { hintOf } from './sensitive-names.ts';

const minTokenChars = 15;
const maxLineChars = 8192;
const maxNameChars = 80;
const secondWords = new Set(['key', 'code', 'phrase']);
const schemeBefore = /\b(?:bearer|basic|apikey|api-token|api-key|token)\s{1,3}$/i;
const looksRandom = /^(?=[^\d]{0,64}\d)[A-Za-z0-9._~+/=-]{16,}$/;

const keyBegin = /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/y;
const keyEnd = /-----END [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/y;
const keyEndAnywhere = /-----END [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/;

const curlUser = /(?:^|\s)(?:-u|--user|--proxy-user)[ =]{0,3}["']?([^\s"':]{0,64})["']?$/;
const label = /\[[A-Z]/y;
const valueLead =
  /(?:[ \t]{0,4}(?:=>|[:=])?[ \t]{0,4})?(?:[|>][+-]?(?=\r?\n))?(?:\r?\n[ \t]{1,16})?[\\]{0,4}["'`]?(?:(?:bearer|basic|token|digest|negotiate|apikey|api-token)[ ]{1,3})?/iy;
const headerName = /^(?:proxy-?authorization|authorization|set-?cookie|cookie)$/i;
const restOfLine = /[^\r\n"'`\\]{1,4096}/y;
const bareValue = /[^\s"'`,;&<>(){}[\]\\|]{1,2048}/y;
const minDoubtfulChars = 6;
/** Names that are common in prose, so their value must look like a secret. */
const proseNames =
  /^(?:token|secret|secrets|pass|pin|auth|cookie|cookies|bearer|credential|credentials|otp|jwt)$/i;
const authority = /[^\s/?#"'<>]{3,512}/y;
/** Passwords of services other than web servers may contain a slash. */
const serviceAuthority = /[^\s"'<>@]{1,256}@/y;
const webScheme = /(?:https?|wss?|file|ftp)$/i;

/**
 * Finds provider keys, PEM private keys, JSON web tokens, values of secret names and headers, and credentials in URLs
 * and `curl -u`. Other random text is left unchanged, because most of it is ids and hashes.
 *
 * @see RFC 7235 and RFC 6265 for the headers, RFC 7468 for PEM, RFC 7519 for JSON web tokens, RFC 3986 §3.2.1
 */
export const secret: Rule = {
  label: 'SECRET',
  anchors: ['word', ':', '=', '-----'],
  match(place) {
    const char = place.text[place.start];
    if (char === ':' || char === '=') return matchUserInfo(place) ?? matchAssigned(place);
    if (place.text.startsWith('-----', place.start)) return matchPrivateKey(place);
    return matchToken(place);
  },
};

function matchToken({ text, start, end }: Place): Span | undefined {
  let noTokenUntil = start;
  for (let at = start; at + minTokenChars <= end; at++) {
    if (at > start && isAlphanumeric(text, at - 1)) continue;
    const mayBeToken = text.startsWith('eyJ', at);
    if (mayBeToken && at < noTokenUntil) continue;
    const key = providerKeyAt(text, at, end);
    if (key && isDistinctive(key) && !isFiller(key)) return { start: at, end: at + key.length };
    if (mayBeToken) noTokenUntil = endOfTokenPart(text, at, end);
  }
  if (!schemeBefore.test(wordsBefore(text, start, 16))) return undefined;
  bareValue.lastIndex = start;
  const token = bareValue.exec(text)?.[0] ?? '';
  return looksRandom.test(token) ? { start, end: start + token.length } : undefined;
}

/** Returns the end of a token part. No other token begins inside the part. */
function endOfTokenPart(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (isAlphanumeric(text, at) || text[at] === '_' || text[at] === '-')) at++;
  return at;
}

/** False for words such as `sk-learn-something-else` that only share a key's prefix. */
const isDistinctive = (key: string): boolean =>
  !/^(?:sk|pk|rk)[-_]/.test(key) || /\d/.test(key) || /^[^A-Z]*[A-Z].*[a-z]/.test(key.slice(3));

function matchPrivateKey({ text, start: at, from }: Place): Span | undefined {
  keyBegin.lastIndex = at;
  if (keyBegin.test(text)) {
    const end = keyEndAnywhere.exec(text.slice(keyBegin.lastIndex));
    return { start: at, end: end ? keyBegin.lastIndex + end.index + end[0].length : text.length };
  }
  keyEnd.lastIndex = at;
  return keyEnd.test(text) ? { start: startOfLines(text, at, from), end: keyEnd.lastIndex } : undefined;
}

/** Returns the start of the encoded lines of a key whose beginning was cut off. */
function startOfLines(text: string, at: number, from: number): number {
  const floor = Math.max(from, at - maxLineChars);
  let start = at;
  while (start > floor && /[A-Za-z0-9+/=\r\n]/.test(text.charAt(start - 1))) start--;
  const isWholeLine = start === 0 || text[start] === '\n';
  return isWholeLine ? start : Math.max(start, text.indexOf('\n', start));
}

/** Matches `user:password` between the scheme and the host of a URL. */
function matchUserInfo({ text, start: at }: Place): Span | undefined {
  if (text[at] !== ':' || text[at + 1] !== '/') return undefined;
  if (text[at + 2] !== '/') return undefined;
  const form = webScheme.test(wordsBefore(text, at, 8)) ? authority : serviceAuthority;
  form.lastIndex = at + 3;
  const written = form.exec(text)?.[0] ?? authority.exec(text)?.[0];
  const chars = written?.lastIndexOf('@') ?? -1;
  const hasPassword = chars > 0 && (written?.lastIndexOf(':', chars - 1) ?? -1) >= 0;
  return hasPassword ? { start: at + 3, end: at + 3 + chars } : undefined;
}

/** Matches the value assigned to a secret name. */
function matchAssigned({ text, start: at, from }: Place): Span | undefined {
  const user = text[at] === ':' && text[at + 1] !== ' ' ? userBefore(text, at) : undefined;
  if (user !== undefined) return matchUser(text, Math.max(from, at - user.length), at);
  const name = nameBefore(text, at);
  if (name === undefined || hintOf(name) !== 'SECRET') return undefined;
  valueLead.lastIndex = at;
  valueLead.test(text);
  const start = Math.max(valueLead.lastIndex, at + 1);
  const quote = /["'`]/.exec(text.slice(at + 1, start))?.[0];
  const isDoubtful = quote === undefined && text[at] === ':' && proseNames.test(name);
  if (isDoubtful && !/^\S{0,64}\d/.test(text.slice(start, start + 65))) return undefined;
  const end = endOfValue(text, start, quote, headerName.test(name));
  const value = text.slice(start, end);
  label.lastIndex = start;
  if (value.trim() === '' || label.test(text) || isPlaceholder(value)) return undefined;
  return isDoubtful && value.length < minDoubtfulChars ? undefined : { start, end };
}

/** Returns the name before a colon or an equals sign: `"api_key"`, `headers['X-Api-Key']`, `API key`. */
function nameBefore(text: string, at: number): string | undefined {
  const floor = Math.max(0, at - maxNameChars);
  let end = at;
  while (end > floor && isAroundName(text.charCodeAt(end - 1))) end--;
  const start = startOfName(text, end, floor);
  if (start === end) return undefined;
  const name = text.slice(start, end);
  const isSecondWord = text.charCodeAt(start - 1) === 32 && secondWords.has(name.toLowerCase());
  return isSecondWord ? text.slice(startOfName(text, start - 1, floor), end) : name;
}

function startOfName(text: string, end: number, floor: number): number {
  let start = end;
  while (start > floor && isNameCode(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Letters, digits and `_ - .` */
const isNameCode = (code: number): boolean =>
  isAlphanumericCode(code) || code === 95 || code === 45 || code === 46;

/** Spaces, tabs, quotes, backslashes and the closing bracket of an index. */
const isAroundName = (code: number): boolean =>
  code === 32 || code === 9 || code === 34 || code === 39 || code === 96 || code === 92 || code === 93;

function userBefore(text: string, at: number): string | undefined {
  const before = wordsBefore(text, at, 96);
  return before.includes('-u') ? curlUser.exec(before)?.[1] : undefined;
}

/** Matches `user:password` after `curl -u`. */
function matchUser(text: string, start: number, at: number): Span | undefined {
  const quote = /^["']/.exec(text.slice(at + 1, at + 2))?.[0] ?? /^["']/.exec(text.charAt(start - 1))?.[0];
  const begin = text[at + 1] === quote ? at + 2 : at + 1;
  const end = endOfValue(text, begin, quote, false);
  return isPlaceholder(text.slice(at + 1, end)) ? undefined : { start, end };
}

function endOfValue(text: string, start: number, quote: string | undefined, isHeader: boolean): number {
  if (quote !== undefined) return endOfQuoted(text, start, quote);
  const form = isHeader ? restOfLine : bareValue;
  form.lastIndex = start;
  const value = form.exec(text)?.[0] ?? '';
  return start + trimEndOf(value, isHeader ? ' \t' : '.!?:').length;
}

function endOfQuoted(text: string, start: number, quote: string): number {
  for (let end = start; end < text.length && end - start < maxLineChars; end++) {
    const char = text[end];
    if (char === '\n') return end;
    if (char === '\\') {
      if (text[end + 1] === quote && text[start - 2] === '\\') return end;
      end++;
    } else if (char === quote) return end;
  }
  return Math.min(text.length, start + maxLineChars);
}
