import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';

describe('obfuscated personal data', () => {
  it.each([
    ['zero-width characters', 'mail j\u200bo\u200bhn@exam\u200bple.com now', 'mail [EMAIL] now'],
    ['soft hyphens', 'john@exam\u00adple.com', '[EMAIL]'],
    ['fullwidth letters', 'ｊｏｈｎ＠ｅｘａｍｐｌｅ．ｃｏｍ', '[EMAIL]'],
    ['fullwidth hyphens', 'ｊａｎｅ＠ｃｏｒｐ－ｍａｉｌ．ｃｏｍ', '[EMAIL]'],
    ['fullwidth digits', '４１５-６６６-７７７７', '[PHONE]'],
    ['digits in other scripts', 'SSN ٢١٩-٠٩-٩٩٩٩', 'SSN [SSN]'],
    ['mathematical letters', '𝐣𝐨𝐡𝐧@example.com', '[EMAIL]'],
    ['look-alike letters', 'email: j\u043ehn@\u0435xample.com', 'email: [EMAIL]'],
    ['non-breaking spaces', 'call +1\u00a0212\u00a0736\u00a05000 today', 'call [PHONE] today'],
    ['non-breaking hyphens', 'SSN 219\u201109\u20119999', 'SSN [SSN]'],
    ['dashes', 'SSN 219–09–9999', 'SSN [SSN]'],
    ['dashes between spaces', 'call 415 – 555 – 2671', 'call [PHONE]'],
    ['full stops in other scripts', 'jane@example。com, joe@corp｡com', '[EMAIL], [EMAIL]'],
    ['small punctuation', 'jane﹫example․com', '[EMAIL]'],
    ['superscript digits', 'SSN ²¹⁹-⁰⁹-⁹⁹⁹⁹', 'SSN [SSN]'],
    ['Markdown escapes', String.raw`jane\_doe\@example\.com, 219\-09\-9999`, '[EMAIL], [SSN]'],
    [
      'terminal colours',
      '\u001b[1;31m219-09-9999\u001b[0m jane\u001b[7m@\u001b[mx.org',
      '\u001b[1;31m[SSN]\u001b[0m [EMAIL]',
    ],
    [
      'terminal colours after words',
      'x\u001b[33m4111111111111111\u001b[39m',
      'x\u001b[33m[CREDIT_CARD]\u001b[39m',
    ],
    [
      'escaped terminal colours',
      String.raw`\u001b[33m10.1.2.3\u001b[0m`,
      String.raw`\u001b[33m[IP]\u001b[0m`,
    ],
    ['percent escapes', '?u=joe%40corp.com&n=1', '?u=[EMAIL]&n=1'],
    ['nested percent escapes', '?u=joe%2540corp.com&n=1', '?u=[EMAIL]&n=1'],
    ['HTML entities', 'joe&#64;corp.com, joe&#x40;corp&period;com', '[EMAIL], [EMAIL]'],
    ['JSON escapes', String.raw`x joe\u0040corp.com\njim@corp.com`, String.raw`x [EMAIL]\n[EMAIL]`],
  ])('is found despite %s', (_, text, expected) => expect(redactText(text)).toBe(expected));

  it('leaves the surrounding text unchanged byte for byte', () => {
    const around = 'ﬁ “été” \u200b—\u00a0٣ %41 &amp; C:\\new \ud83d 😀️ Ｗ';
    expect(redactText(`${around} a@b.org ${around}`)).toBe(`${around} [EMAIL] ${around}`);
  });

  it('leaves a text without matches unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        fc.pre(!/\p{Nd}{4}|[@:=]|\p{Nd}{3}/u.test(text.normalize('NFKC')));
        expect(redactText(text)).toBe(text);
      }),
    );
  });
});
