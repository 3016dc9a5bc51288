import { trimEndOf } from '../characters.ts';
import type { Rule } from '../rule.ts';
import { isPlaceholder } from './placeholders.ts';
import { looksSecret } from './secret-value.ts';
import { hintOf } from './sensitive-names.ts';

const maxSecretChars = 512;
/** Most secrets contain a digit within this many characters. */
const maxCharsBeforeDigit = 24;
const maxLeadChars = 96;
const minSecretChars = 4;
const maxNameWordChars = 12;
const hasLetter = /[A-Za-z]/;
const codeForm = /^(?:[A-Z]-)?\d{3,4}(?:-?\d{1,4})?$/;
const trailing = '.,;:?)';

/** The last words before a stated secret. */
const lastWords = new Set(
  'is was are as be been to now set reset changed updated using use with password passwort passwd pwd pass passphrase passcode token secret key pin otp code credentials credential new temporary these this'.split(
    ' ',
  ),
);
const named =
  /\b(?:passwords?|passcode|passphrase|pwd|passwd|credentials?|api[ -]?keys?|access code|(?:access|auth|bearer|api|secret|session|refresh|bot|service) (?:token|key)|secret(?: key)?|token|(?:[A-Z][A-Za-z]{2,20}|private|license|signing|encryption) (?:key|token|secret))(?: (?:for|of|to|on|in|at|from)(?: (?!is |was )[\w./-]{1,24}){1,4})?(?:,? (?:is|was|are|to|as|be|now|set|reset|changed|updated|has|have|been|will|should|currently|still|again|just|temporarily|these|this)){1,6}:? ["'`]?$/i;
const adjacent =
  /\b(?:password|passcode|passphrase|pwd|passwd|pw|api[ -]?key|(?:access|auth|bearer|api|secret) (?:token|key)|secret key|token|secret|credentials?) ["'`]?$/i;
const namedCode =
  /\b(?:pin(?: code)?|passcode|otp(?: code)?|(?:your|my)(?: new| temporary)? code|(?:one[- ]time|verification|security|login|access|auth|authentication|authorization|confirmation|2fa|mfa|sms|activation|sign-in|backup|recovery|reset|two-factor|unlock|invite) (?:pass)?(?:code|pin|password))(?: (?:for|of|to|on)(?: [a-z]{1,16}){1,4})?(?: (?:is|was|are|be|now|set|to|has|been|changed|reset|again)){1,5}:? ["'`]?$/i;
const adjacentCode =
  /\b(?:otp|pin|passcode|(?:enter|use|with|type)(?: the| your| this)? code|(?:verification|security|login|one-time|2fa|confirmation|authentication) code) ["'`]?$/i;
const afterwards =
  /^["'`]? (?:is|as) (?:your|my|the|our|his|her) (?:[\w-]+ ){0,3}(?:code|pin|otp|passcode|password|passphrase|api key|token)\b/i;

const cell =
  /(?:^|\n)[ \t>]{0,8}(?:\|[^|\n]{0,60}){0,2}\|\s{0,8}[*`_]{0,2}([\p{L}][\p{L}\d _.-]{1,40})[*`_:]{0,3}\s{0,8}\|\s{0,8}[*`]{0,2}$/u;
const closedElement = /<\/[a-z]{1,10}>\s{0,8}(?:<[a-z][\w ="-]{0,60}>){1,2}$/;
const lastName = /(?:^|[>\n])\s{0,4}([\p{L}][\p{L} _-]{1,40}):?$/u;
const previousLine =
  /(?:^|\n)[ \t]{0,8}(?:#{1,6} |[-*] |\d\. )?[*_]{0,2}([\p{L}][\p{L} _-]{1,40})[*_:]{0,3}[ \t]{0,4}\r?\n(?:[ \t]{0,4}\r?\n)?[ \t]{0,8}[`"']?$/u;

/**
 * Finds secrets in sentences (`my password is …`, `482913 is your code`), in table cells and elements, and on the line
 * below their name. The secret must contain a digit.
 */
export const statedSecret: Rule = {
  label: 'SECRET',
  anchors: ['digits', 'tail'],
  match({ text, start: at, from }) {
    const floor = Math.max(from, at - maxCharsBeforeDigit);
    let start = at;
    while (start > floor && !isAround(text.charCodeAt(start - 1))) start--;
    const lead = leadOf(text, start);
    if (lead === undefined && !isAnnouncedAfter(text, at)) return undefined;
    let end = at;
    while (end - start < maxSecretChars && end < text.length && !isAround(text.charCodeAt(end))) end++;
    const value = trimEndOf(text.slice(start, end), trailing);
    if (value.length < minSecretChars || isPlaceholder(value)) return undefined;
    const span = { start, end: start + value.length };
    const before = text.slice(Math.max(0, start - maxLeadChars), start);
    return isStated(text, before, lead, value, end) ? span : undefined;
  },
};

type Lead = 'word' | 'cell' | 'element' | 'line' | undefined;

/** Classifies what precedes a value. A cheap look at the last word rejects most values. */
function leadOf(text: string, start: number): Lead {
  let at = start - 1;
  while (at >= 0 && isMark(text.charCodeAt(at))) at--;
  const code = text.charCodeAt(at);
  if (code === 124) return 'cell';
  if (code === 62) return 'element';
  if (code === 10) return 'line';
  if (code !== 32) return undefined;
  let wordEnd = at;
  if (text.charCodeAt(wordEnd - 1) === 124) return 'cell';
  if (text.charCodeAt(wordEnd - 1) === 58) wordEnd--;
  let word = wordEnd;
  while (word > 0 && wordEnd - word < maxNameWordChars && isLetter(text.charCodeAt(word - 1))) word--;
  if (word === wordEnd)
    return /\n[ \t]{0,8}$/.test(text.slice(Math.max(0, at - 9), at + 1)) ? 'line' : undefined;
  return lastWords.has(text.slice(word, wordEnd).toLowerCase()) ? 'word' : undefined;
}

function isStated(text: string, before: string, lead: Lead, value: string, end: number): boolean {
  if (lead === 'cell') return looksSecret(value) && isSecretName(cell, before);
  if (lead === 'element')
    return looksSecret(value) && isSecretName(lastName, before.replace(closedElement, ''));
  if (lead === 'line')
    return (
      isLineOfOwn(text, end) &&
      hasLetter.test(value) &&
      looksSecret(value) &&
      isSecretName(previousLine, before)
    );
  const isCode = codeForm.test(value);
  if (afterwards.test(text.slice(end, end + 80)) && (isCode || looksSecret(value))) return true;
  if (lead === undefined) return false;
  if (isCode)
    return namedCode.test(before) || adjacentCode.test(before) || (value.length > 5 && named.test(before));
  if (!hasLetter.test(value) || /^[\d.,]+[a-z%]{0,3}$/i.test(value)) return false;
  return named.test(before) || (looksSecret(value) && adjacent.test(before));
}

const isSecretName = (form: RegExp, before: string): boolean => {
  const name = form.exec(before)?.[1];
  return name !== undefined && hintOf(name.trim()) === 'SECRET';
};

const isLineOfOwn = (text: string, end: number): boolean =>
  /^[`"']?[ \t]{0,4}(?:\r?\n|$)/.test(text.slice(end, end + 8));

/** True before ` is your` and ` as your`. */
function isAnnouncedAfter(text: string, at: number): boolean {
  let end = at;
  while (end - at < maxSecretChars && end < text.length && !isAround(text.charCodeAt(end))) end++;
  if (text.charCodeAt(end) === 34 || text.charCodeAt(end) === 39) end++;
  return text.charCodeAt(end) === 32 && text.charCodeAt(end + 2) === 115 && text.charCodeAt(end + 3) === 32;
}

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Quotes, emphasis and backticks. */
const isMark = (code: number): boolean => code === 34 || code === 39 || code === 96 || code === 42;

/** Spaces, tabs, line breaks, quotes, cell borders and tags. */
const isAround = (code: number): boolean =>
  code === 32 ||
  code === 9 ||
  code === 10 ||
  code === 13 ||
  code === 34 ||
  code === 39 ||
  code === 96 ||
  code === 124 ||
  code === 60 ||
  code === 62;
