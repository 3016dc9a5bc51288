import { endOfDigits, isDigit, isFreeAfter, isFreeBefore, wordsBefore } from '../characters.ts';
import type { Rule } from '../rule.ts';
import { isThingNumber } from './other-numbers.ts';

const named = /\b(?:ssn|s\.s\.n|social|soc sec|soc\. sec|taxpayer|itin|tin)\b[^\d\n]{0,24}\n?[^\d\n]{0,4}$/i;
const postalBefore = /(?:\b[A-Z]{2}[ .,]{1,2}|\b(?:zip|postal|plz)\b[^\d\n]{0,12})$/i;
const digitCount = 9;

/**
 * Finds United States social security numbers and taxpayer numbers (ITIN); nine bare digits need a word such as `SSN`.
 * Numbers that were never issued and postal codes such as `MD 21244-1850` are left unchanged.
 *
 * @see SSA POMS RM 10201.035 for the areas, IRM 3.21.263 for the groups of an ITIN
 */
export const ssn: Rule = {
  label: 'SSN',
  anchors: ['digits'],
  match({ text, start: at, end: firstEnd, digits: digitsAhead, from, hint }) {
    if (digitsAhead < digitCount) return undefined;
    const end = endOf(text, at, firstEnd - at);
    if (end === undefined || text[end] === '-') return undefined;
    if (!isFreeBefore(text, at, from) || !isFreeAfter(text, end)) return undefined;
    const written = text.slice(at, end);
    const digits = written.replace(/\D/g, '');
    if (!isIssued(digits)) return undefined;
    const before = wordsBefore(text, at);
    const isUsual = written !== digits && !written.includes('/');
    if (!isUsual && hint !== 'SSN' && !named.test(before)) return undefined;
    if (hint !== 'SSN' && isThingNumber(before)) return undefined;
    if (/^\d{5}-/.test(written) && postalBefore.test(before)) return undefined;
    return { start: at, end };
  },
};

const spaced = /\d{3} - \d{2} - \d{4}(?!\d)/y;

function endOfSpaced(text: string, at: number): number | undefined {
  spaced.lastIndex = at;
  return spaced.test(text) ? spaced.lastIndex : undefined;
}

/** Returns the end of nine digits in one of the supported layouts. */
function endOf(text: string, at: number, first: number): number | undefined {
  if (first === digitCount) return at + first;
  const separator = text.charAt(at + first);
  if (first === 3 && text.startsWith(' - ', at + 3)) return endOfSpaced(text, at);
  if (first === 3 && /[-./ ]/.test(separator)) {
    const second = endOfDigits(text, at + 4) - (at + 4);
    if (separator === '-' && second === 6) return at + 10;
    if (second !== 2 || text.charAt(at + 6) !== separator) return undefined;
    return endOfDigits(text, at + 7) === at + 11 ? at + 11 : undefined;
  }
  const isHalfGrouped = first === 5 && separator === '-' && isDigit(text, at + 6);
  return isHalfGrouped && endOfDigits(text, at + 6) === at + 10 ? at + 10 : undefined;
}

function isIssued(digits: string): boolean {
  const area = digits.slice(0, 3);
  const group = digits.slice(3, 5);
  if (area === '000' || area === '666' || group === '00' || digits.endsWith('0000')) return false;
  return !area.startsWith('9') || isItinGroup(Number(group));
}

const isItinGroup = (group: number): boolean =>
  (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group !== 93);
