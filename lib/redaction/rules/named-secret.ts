import type { Place, Rule, Span } from '../rule.ts';
import { isPlaceholder } from './placeholders.ts';
import { hintOf } from './sensitive-names.ts';

const maxTagChars = 120;
const maxValueChars = 2048;
const minFlagChars = 4;

const tagName = /[A-Za-z_][\w.:-]{0,79}(?=[\s>])/y;
const flagName = /[A-Za-z][\w-]{1,63}/y;
const flagValue = / {1,2}["']?([^\s"'`,;&<>(){}[\]|-][^\s"'`,;&<>(){}[\]|]{0,511})/y;
/** Words that follow a flag in a sentence, and placeholders for its value. */
const noFlagValue =
  /^(?:[A-Z_]+|flags?|options?|arguments?|parameters?|switch|setting|value|values|is|are|was|and|or|to|for|from|in|into|with|when|where|which|that|this|then|must|should|can|may|will|has|have|not|instead|only|also|via|using|here|file|path|name)[.:]?$/;
/**
 * Finds secrets in elements (`<password>…</password>`) and after command flags (`--api-key …`).
 */
export const namedSecret: Rule = {
  label: 'SECRET',
  anchors: ['>', '--'],
  match(place) {
    return place.text[place.start] === '>' ? matchElement(place) : matchFlag(place);
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
