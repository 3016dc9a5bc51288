import { isAlphanumeric, wordsBefore } from '../characters.ts';
import type { Place, Rule, Span } from '../rule.ts';
import { isFiller } from './placeholders.ts';
import { providerKeyAt } from './provider-keys.ts';

const minTokenChars = 15;
const maxLineChars = 8192;
const schemeBefore = /\b(?:bearer|basic|apikey|api-token|api-key|token)\s{1,3}$/i;
const looksRandom = /^(?=[^\d]{0,64}\d)[A-Za-z0-9._~+/=-]{16,}$/;

const keyBegin = /-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/y;
const keyEnd = /-----END [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/y;
const keyEndAnywhere = /-----END [A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/;

const bareValue = /[^\s"'`,;&<>(){}[\]\\|]{1,2048}/y;
const authority = /[^\s/?#"'<>]{3,512}/y;
/** Passwords of services other than web servers may contain a slash. */
const serviceAuthority = /[^\s"'<>@]{1,256}@/y;
const webScheme = /(?:https?|wss?|file|ftp)$/i;

/**
 * Finds provider keys, PEM private keys, JSON web tokens and credentials in URLs. Other random text is left unchanged, because most of it is ids and hashes.
 *
 * @see RFC 7468 for PEM, RFC 7519 for JSON web tokens, RFC 3986 §3.2.1
 */
export const secret: Rule = {
  label: 'SECRET',
  anchors: ['word', ':', '-----'],
  match(place) {
    const char = place.text[place.start];
    if (char === ':') return matchUserInfo(place);
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
