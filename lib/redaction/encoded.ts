import type { Span } from './rule.ts';

/** A decoded part of a text. */
export interface Decoded extends Span {
  readonly text: string;
}

const minChars = 20;
const maxChars = 65_536;
const probeChars = 16;

/**
 * Decodes a word in Base64 of either alphabet. A cheap check of the first characters rejects most ordinary words.
 *
 * @returns `undefined` when the decoded bytes are not text
 * @see RFC 4648 §4 and §5
 */
export function decodeWord(text: string, start: number, end: number): Decoded | undefined {
  if (end - start < minChars || !beginsAsText(text, start)) return undefined;
  if (!isText(decode(text.slice(start, start + probeChars)))) return undefined;
  let last = start;
  while (last < text.length && last - start < maxChars && valueAt(text, last) !== noValue) last++;
  if (last - start < minChars) return undefined;
  const decoded = decode(text.slice(start, last));
  while (last < text.length && text[last] === '=' && last - end < 2) last++;
  return { start, end: last, text: decoded };
}

const decode = (written: string): string => Buffer.from(written, 'base64').toString();

const isText = (decoded: string): boolean => {
  for (let at = 0; at < decoded.length; at++) if (!isTextCode(decoded.charCodeAt(at))) return false;
  return true;
};

/** Checks only the first three bytes. */
function beginsAsText(text: string, start: number): boolean {
  let bits = 0;
  for (let at = start; at < start + 4; at++) {
    const value = valueAt(text, at);
    if (value === noValue) return false;
    bits = (bits << 6) | value;
  }
  return isTextCode(bits >> 16) && isTextCode((bits >> 8) & 0xff) && isTextCode(bits & 0xff);
}

/** Printable ASCII, spaces, tabs and line breaks. */
const isTextCode = (code: number): boolean =>
  (code >= 32 && code < 127) || code === 9 || code === 10 || code === 13;

const noValue = -1;
const values = new Int8Array(0x80).fill(noValue);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (const [value, char] of [...alphabet].entries()) values[char.charCodeAt(0)] = value;
values['-'.charCodeAt(0)] = alphabet.indexOf('+');
values['_'.charCodeAt(0)] = alphabet.indexOf('/');

const valueAt = (text: string, at: number): number => values[text.charCodeAt(at)] ?? noValue;
