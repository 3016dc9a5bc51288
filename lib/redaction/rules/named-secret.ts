import { trimEndOf } from '../characters.ts';
import type { Place, Rule, Span } from '../rule.ts';
import { isPlaceholder } from './placeholders.ts';
import { hintOf } from './sensitive-names.ts';

const maxTagChars = 120;
const maxValueChars = 2048;
const maxWordChars = 64;
/** Most secrets contain a digit within this many characters. */
const maxCharsBeforeDigit = 20;
const maxLeadChars = 56;
const minFlagChars = 4;

const tagName = /[A-Za-z_][\w.:-]{0,79}(?=[\s>])/y;
const flagName = /[A-Za-z][\w-]{1,63}/y;
const flagValue = / {1,2}["']?([^\s"'`,;&<>(){}[\]|-][^\s"'`,;&<>(){}[\]|]{0,511})/y;
/** Words that follow a flag in a sentence, and placeholders for its value. */
const noFlagValue =
  /^(?:[A-Z_]+|flags?|options?|arguments?|parameters?|switch|setting|value|values|is|are|was|and|or|to|for|from|in|into|with|when|where|which|that|this|then|must|should|can|may|will|has|have|not|instead|only|also|via|using|here|file|path|name)[.:]?$/;
const statedSecret =
  /\b(?:password|passcode|passphrase|pwd|api[ -]?key|(?:access|auth) token|secret key)(?: (?:for|of|to|on)(?: [a-z]{1,16}){1,3})? (?:is|was) ["'`]?$/i;
const statedCode =
  /\b(?:pin|pin code|passcode|otp|(?:security|verification|login|one-time) code)(?: (?:for|of|to|on)(?: [a-z]{1,16}){1,3})? (?:is|was) ["'`]?$/i;
const codeForm = /^\d{4,8}$/;
const hasLetter = /[A-Za-z]/;

/**
 * Finds secrets in elements (`<password>…</password>`), after command flags (`--api-key …`), and in sentences
 * (`my password is …`). A secret in a sentence must contain a digit.
 */
export const namedSecret: Rule = {
  label: 'SECRET',
  anchors: ['>', '--', 'digits', 'tail'],
  match(place) {
    const char = place.text[place.start];
    if (char === '>') return matchElement(place);
    return char === '-' ? matchFlag(place) : matchStated(place);
  },
};

function matchElement({ text, start: at, from }: Place): Span | undefined {
  const floor = Math.max(from, at - maxTagChars);
  let open = at - 1;
  while (open >= floor && text[open] !== '<' && text[open] !== '>') open--;
  if (text[open] !== '<' || open < floor) return undefined;
  tagName.lastIndex = open + 1;
  const name = tagName.exec(text)?.[0];
  if (name === undefined || hintOf(name) !== 'SECRET') return undefined;
  const end = text.indexOf('<', at + 1);
  const isClosed = end > at + 1 && end - at < maxValueChars && text.startsWith(`</${name}`, end);
  return isClosed && !isPlaceholder(text.slice(at + 1, end).trim()) ? { start: at + 1, end } : undefined;
}

function matchFlag({ text, start: at, end: nameStart, from }: Place): Span | undefined {
  if (at > from && !/[\s"'`]/.test(text.charAt(at - 1))) return undefined;
  flagName.lastIndex = nameStart;
  const name = flagName.exec(text)?.[0];
  if (name === undefined || hintOf(name) !== 'SECRET') return undefined;
  flagValue.lastIndex = flagName.lastIndex;
  const value = flagValue.exec(text)?.[1];
  if (value === undefined || value.length < minFlagChars) return undefined;
  if (noFlagValue.test(value) || isPlaceholder(value)) return undefined;
  return { start: flagValue.lastIndex - value.length, end: flagValue.lastIndex };
}

function matchStated({ text, start: at, from }: Place): Span | undefined {
  const floor = Math.max(from, at - maxCharsBeforeDigit);
  let start = at;
  while (start > floor && !isAroundCode(text.charCodeAt(start - 1))) start--;
  // `is` and `was` end in the same letter, so this check rejects most words.
  const lead = text[start - 1] === ' ' ? start - 2 : start - 3;
  if (lead < 0 || text[lead] !== 's' || text[lead + 1] !== ' ') return undefined;
  let end = at;
  while (end - start < maxWordChars && end < text.length && !isAroundCode(text.charCodeAt(end))) end++;
  const value = trimEndOf(text.slice(start, end), '.,;:?)');
  const before = text.slice(Math.max(0, start - maxLeadChars), start);
  const isSecret = hasLetter.test(value)
    ? statedSecret.test(before)
    : codeForm.test(value) && statedCode.test(before);
  if (!isSecret || value.length < minFlagChars || isPlaceholder(value)) return undefined;
  return { start, end: start + value.length };
}

/** Spaces, tabs, line breaks and quotes. */
const isAroundCode = (code: number): boolean =>
  code === 32 || code === 9 || code === 10 || code === 13 || code === 34 || code === 39 || code === 96;
