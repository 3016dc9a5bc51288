import type { Rule, Span } from '../rule.ts';

const isLocalChar = (char: string): boolean => /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u.test(char);
const isDomainChar = (char: string): boolean => /[\p{L}\p{N}.-]/u.test(char);
const maxLocalChars = 64;
const maxDomainChars = 255;

/**
 * E-mail addresses: found from the `@` outwards, so that no text takes more than linear time. Quoted local
 * parts and addresses at bare IP numbers are not looked for.
 *
 * @see RFC 5321 §4.5.3.1 for the lengths, RFC 5322 §3.2.3 for the characters
 */
export const email: Rule = {
  label: 'EMAIL',
  find(text) {
    const spans: Span[] = [];
    let from = 0;
    for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
      const start = startOfLocal(text, at, from);
      const end = endOfDomain(text, at);
      if (start === at || end === undefined) continue;
      spans.push({ start, end });
      from = end;
    }
    return spans;
  },
};

function startOfLocal(text: string, at: number, from: number): number {
  let start = at;
  const floor = Math.max(from, at - maxLocalChars);
  while (start > floor && isLocalChar(text[start - 1] as string)) start--;
  while (start < at && /[.'`*/=?{|]/.test(text[start] as string)) start++;
  return start;
}

function endOfDomain(text: string, at: number): number | undefined {
  let end = at + 1;
  const ceiling = Math.min(text.length, at + 1 + maxDomainChars);
  while (end < ceiling && isDomainChar(text[end] as string)) end++;
  while (end > at + 1 && /[.-]/.test(text[end - 1] as string)) end--;
  const labels = text.slice(at + 1, end).split('.');
  const top = labels.at(-1) ?? '';
  const isDomain =
    labels.length > 1 && labels.every((label) => label !== '') && /^(\p{L}{2,63}|xn--.+)$/u.test(top);
  return isDomain ? end : undefined;
}
