import type { BuiltinLabel } from '../rule.ts';

const phoneCharacters = /^[\d\s()+./x~-]{7,40}(?:ext\.? ?\d{1,6})?$/i;
const groupCharacters = /^[\d\s./-]{1,40}$/;
const maxEmailChars = 320;

const isEmail = (text: string): boolean =>
  text.length <= maxEmailChars && /@|%40/.test(text) && !/\s/.test(text.trim());

const countDigits = (text: string): number => text.replace(/\D/g, '').length;
const isBetween = (count: number, min: number, max: number): boolean => count >= min && count <= max;

/** True when a text under a matching name is entirely of the named kind. */
export function isWholly(label: BuiltinLabel, text: string): boolean {
  switch (label) {
    case 'EMAIL':
      return isEmail(text);
    case 'PHONE':
      return phoneCharacters.test(text) && isBetween(countDigits(text), 7, 16);
    case 'SSN':
      return groupCharacters.test(text) && countDigits(text) === 9;
    case 'CREDIT_CARD':
      return groupCharacters.test(text) && isBetween(countDigits(text), 12, 19);
    case 'IBAN':
      return /^[A-Za-z]{2}\d{2}[A-Za-z0-9 -]{10,40}$/.test(text);
    default:
      return false;
  }
}
