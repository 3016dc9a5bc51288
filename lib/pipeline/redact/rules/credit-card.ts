import type { Rule, Span } from '../rule.ts';

const candidate = /(?<![\d.])\d(?:[ -]?\d){13,18}(?![\d])/g;

/** Prefixes and lengths of the brands in use. @see ISO/IEC 7812, and each brand's own list of prefixes */
const brands: readonly {
  readonly prefix: RegExp;
  readonly lengths: readonly number[];
}[] = [
  { prefix: /^4/, lengths: [16, 19] },
  { prefix: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^3(0[0-5]|095|[689])/, lengths: [14] },
  { prefix: /^(6011|64[4-9]|65|62|81)/, lengths: [16, 17, 18, 19] },
  { prefix: /^35(2[89]|[3-8])/, lengths: [16] },
  { prefix: /^(50|5[6-9]|6[37])/, lengths: [16, 17, 18, 19] },
];

/** Payment card numbers: 14 to 19 digits in groups or not, of a known brand, with a right check digit (Luhn). */
export const creditCard: Rule = {
  label: 'CREDIT_CARD',
  find(text) {
    const spans: Span[] = [];
    for (const match of text.matchAll(candidate)) {
      const digits = match[0].replace(/\D/g, '');
      if (isCard(digits)) spans.push({ start: match.index, end: match.index + match[0].length });
    }
    return spans;
  },
};

const isCard = (digits: string): boolean =>
  brands.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) &&
  passesLuhn(digits);

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
