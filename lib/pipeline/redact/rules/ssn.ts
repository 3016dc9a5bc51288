import type { Rule, Span } from '../rule.ts';

const grouped = /(?<![\d-])(\d{3})([- ])(\d{2})\2(\d{4})(?![\d-])/g;
const named = /\b(?:ssn|social security)\b[^\d\n]{0,24}?((\d{3})(\d{2})(\d{4}))(?!\d)/gi;

/**
 * United States social security numbers: `123-45-6789` and `123 45 6789` anywhere, nine bare digits only right
 * after `SSN` or `social security`. Numbers that were never issued (area 000, 666, 9xx; group 00; serial 0000)
 * are left alone.
 *
 * @see SSA POMS RM 10201.035
 */
export const ssn: Rule = {
  label: 'SSN',
  find(text) {
    const spans: Span[] = [];
    for (const match of text.matchAll(grouped)) {
      const [whole, area, , group, serial] = match;
      if (isIssued(area, group, serial)) spans.push({ start: match.index, end: match.index + whole.length });
    }
    for (const match of text.matchAll(named)) {
      const [whole, digits = '', area, group, serial] = match;
      const end = match.index + whole.length;
      if (isIssued(area, group, serial)) spans.push({ start: end - digits.length, end });
    }
    return spans;
  },
};

const isIssued = (area = '', group = '', serial = ''): boolean =>
  area !== '000' && area !== '666' && !area.startsWith('9') && group !== '00' && serial !== '0000';
