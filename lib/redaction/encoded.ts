import type { Span } from './rule.ts';

/** A part of a text and its decoded content. */
export interface Decoded extends Span {
  readonly text: string;
}

const minChars = 20;
const maxChars = 65_536;
const probeChars = 16;

/**
 * Returns the text that a Base64 word encodes, in either alphabet, or `undefined` when it does not encode
 * text. Random words are rejected by their first bytes.
 *
 * @see RFC 4648 §4 and §5
 */
export function decodeWord(text: string, start: number, end: number): Decoded | undefined {
  if (end - start < minChars || !beginsAsText(text, start)) return undefined;
  if (!isText(decode(text.slice(start, start + probeChars)))) return undefined;
  let last = start;
  while (last < text.length && last - start < maxChars && valueAt(text, last) !== nonValues) last++;
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
    if (value === nonValues) return false;
    bits = (bits << 6) | value;
  }
  return isTextCode(bits >> 16) && isTextCode((bits >> 8) & 0xff) && isTextCode(bits & 0xff);
}

/** Returns whether a code is printable ASCII, a blank or a line break. */
const isTextCode = (code: number): boolean =>
  (code >= 32 && code < 127) || code === 9 || code === 10 || code === 13;

const nonValues = -1;
const values = new Int8Array(0x80).fill(nonValues);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (const [value, char] of [...alphabet].entries()) values[char.charCodeAt(0)] = value;
values['-'.charCodeAt(0)] = alphabet.indexOf('+');
values['_'.charCodeAt(0)] = alphabet.indexOf('/');

const valueAt = (text: string, at: number): number => values[text.charCodeAt(at)] ?? nonValues;
