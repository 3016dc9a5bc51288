import { createRequire } from 'node:module';
import type { Rule, Span } from '../rule.ts';

const candidate = /(?<![\w.+-])(?:\+|\()?\d[\d ().\u00a0/-]{5,24}\d(?![\w-])/g;
const calledBefore = /(?:phone|tel|mobile|cell|call|fax|sms|text|whatsapp|number)\b[^\d\n]{0,16}$/i;
const dateLike = /^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:\D|$)/;
const contextChars = 32;

let isValidPhone: ((text: string) => boolean) | undefined;
const requireNow = createRequire(import.meta.url);

type PhoneNumbers = typeof import('libphonenumber-js/max');

function use({ parsePhoneNumberFromString }: PhoneNumbers): void {
  isValidPhone ??= (text) => parsePhoneNumberFromString(text, 'US')?.isValid() === true;
}

/**
 * Telephone numbers: international ones (`+44 20 7946 0958`) of every country, national ones of the United
 * States and Canada when they are written in groups or follow a word such as `phone`. Each must be a number that
 * its numbering plan assigns. Bare digit runs are left alone: most are ids.
 *
 * @see the metadata of Google's libphonenumber
 */
export const phone: Rule = {
  label: 'PHONE',
  async load() {
    use(await import('libphonenumber-js/max'));
  },
  loadNow() {
    use(requireNow('libphonenumber-js/max') as PhoneNumbers);
  },
  find(text) {
    if (!isValidPhone) throw new Error('the phone rule was used before it was loaded');
    const spans: Span[] = [];
    for (const match of text.matchAll(candidate)) {
      const start = match.index;
      if (
        looksLikePhone(match[0], text.slice(Math.max(0, start - contextChars), start)) &&
        isValidPhone(match[0])
      ) {
        spans.push({ start, end: start + match[0].length });
      }
    }
    return spans;
  },
};

function looksLikePhone(text: string, before: string): boolean {
  if (text.startsWith('+')) return true;
  if (dateLike.test(text)) return false;
  return /\d[ ().\u00a0/-]+\d/.test(text) || calledBefore.test(before);
}
