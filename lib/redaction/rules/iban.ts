import { isAlphanumeric, wordsBefore } from '../characters.ts';
import type { Rule } from '../rule.ts';

/** The length of an IBAN by country. @see SWIFT IBAN registry, release 99 */
const lengths: ReadonlyMap<string, number> = new Map(
  [
    'NO15 BE16 DK18 FI18 FO18 GL18 NL18 SD18 FK18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 XK20 MN20',
    'CH21 HR21 LI21 LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 TL23 OM23',
    'SO23 AD24 CZ24 ES24 MD24 PK24 RO24 SA24 SE24 SK24 TN24 VG24 LY25 PT25 ST25 IS26 TR26 BI27 DJ27 FR27 GR27',
    'IT27 MC27 MR27 SM27 AL28 AZ28 BY28 CY28 DO28 GT28 HN28 HU28 LB28 NI28 PL28 SV28 BR29 EG29 PS29 QA29',
    'UA29 JO30 KW30 MU30 YE30 MT31 SC31 LC32 RU33',
  ]
    .join(' ')
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Beside its name, an account number with a typing error is personal data too. */
const named = /\biban\b[^\d\n]{0,12}$/i;

/**
 * Finds bank account numbers (IBAN) of registered countries with valid check digits (modulo 97). Grouping and case do
 * not matter.
 *
 * @see ISO 13616-1, and ISO/IEC 7064 MOD 97-10 for the check digits
 */
export const iban: Rule = {
  label: 'IBAN',
  anchors: ['tail'],
  match({ text, start: at, end: firstEnd, from }) {
    const start = at - 2;
    if (firstEnd - at < 2 || start < from || (start > from && isAlphanumeric(text, start - 1))) {
      if (!isGluedToName(text, start)) return undefined;
    }
    const length = lengths.get(text.slice(start, at).toUpperCase());
    const end = length === undefined ? undefined : endOf(text, start, length);
    if (end === undefined || isAlphanumeric(text, end)) return undefined;
    const written = text.slice(start, end);
    if (!hasDigits(written)) return undefined;
    return hasValidCheckDigits(written) || named.test(wordsBefore(text, start, 24))
      ? { start, end }
      : undefined;
  },
};

/** True for `IBANDE89…`, as copied from forms. */
const isGluedToName = (text: string, start: number): boolean =>
  start >= 4 && /^iban$/i.test(text.slice(start - 4, start)) && !isAlphanumeric(text, start - 5);

const minDigits = 8;

/** True for at least the minimum digits of any country. Ordinary words that fit have fewer. */
const hasDigits = (written: string): boolean => written.replace(/\D/g, '').length >= minDigits;

const between = /[ \t]{0,2}\n[ \t]{0,2}|[ \t]{1,2}|[-.]/y;

/** Returns the end of `length` letters and digits. Spaces, one line break, a hyphen or a dot may separate them. */
function endOf(text: string, start: number, length: number): number | undefined {
  let at = start;
  for (let count = 0; count < length; ) {
    if (isAlphanumeric(text, at)) {
      count++;
      at++;
      continue;
    }
    between.lastIndex = at;
    if (!between.test(text) || !isAlphanumeric(text, between.lastIndex)) return undefined;
    at = between.lastIndex;
  }
  return at;
}

function hasValidCheckDigits(written: string): boolean {
  const characters = written.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
  let remainder = 0;
  for (const character of characters.slice(4) + characters.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
