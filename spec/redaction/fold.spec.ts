import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';

describe('a text whose spelling differs from its reading', () => {
  it.each([
    ['zero-width characters', 'mail j\u200bo\u200bhn@exam\u200bple.com now', 'mail [EMAIL] now'],
    ['soft hyphens', 'john@exam\u00adple.com', '[EMAIL]'],
    ['fullwidth letters', 'ｊｏｈｎ＠ｅｘａｍｐｌｅ．ｃｏｍ', '[EMAIL]'],
    ['fullwidth hyphens', 'ｊａｎｅ＠ｃｏｒｐ－ｍａｉｌ．ｃｏｍ', '[EMAIL]'],
    ['fullwidth digits', '４１５-６６６-７７７７', '[PHONE]'],
    ['digits of other scripts', 'SSN ٢١٩-٠٩-٩٩٩٩', 'SSN [SSN]'],
    ['mathematical letters', '𝐣𝐨𝐡𝐧@example.com', '[EMAIL]'],
    ['look-alikes', 'email: j\u043ehn@\u0435xample.com', 'email: [EMAIL]'],
    ['blanks that do not break', 'call +1\u00a0212\u00a0736\u00a05000 today', 'call [PHONE] today'],
    ['hyphens that do not break', 'SSN 219\u201109\u20119999', 'SSN [SSN]'],
    ['dashes', 'SSN 219–09–9999', 'SSN [SSN]'],
    ['dashes between blanks', 'call 415 – 555 – 2671', 'call [PHONE]'],
    ['full stops of other scripts', 'jane@example。com, joe@corp｡com', '[EMAIL], [EMAIL]'],
    ['small signs', 'jane﹫example․com', '[EMAIL]'],
    ['raised digits', 'SSN ²¹⁹-⁰⁹-⁹⁹⁹⁹', 'SSN [SSN]'],
    ['escapes of Markdown', String.raw`jane\_doe\@example\.com, 219\-09\-9999`, '[EMAIL], [SSN]'],
    [
      'colours',
      '\u001b[1;31m219-09-9999\u001b[0m jane\u001b[7m@\u001b[mx.org',
      '\u001b[1;31m[SSN]\u001b[0m [EMAIL]',
    ],
    ['colours behind words', 'x\u001b[33m4111111111111111\u001b[39m', 'x\u001b[33m[CREDIT_CARD]\u001b[39m'],
    ['escaped colours', String.raw`\u001b[33m10.1.2.3\u001b[0m`, String.raw`\u001b[33m[IP]\u001b[0m`],
    ['percent escapes', '?u=joe%40corp.com&n=1', '?u=[EMAIL]&n=1'],
    ['percent escapes of percent escapes', '?u=joe%2540corp.com&n=1', '?u=[EMAIL]&n=1'],
    ['entities', 'joe&#64;corp.com, joe&#x40;corp&period;com', '[EMAIL], [EMAIL]'],
    ['JSON escapes', String.raw`x joe\u0040corp.com\njim@corp.com`, String.raw`x [EMAIL]\n[EMAIL]`],
  ])('is searched in spite of %s', (_, text, expected) => expect(redactText(text)).toBe(expected));

  it('keeps every byte around a replacement', () => {
    const around = 'ﬁ “été” \u200b—\u00a0٣ %41 &amp; C:\\new \ud83d 😀️ Ｗ';
    expect(redactText(`${around} a@b.org ${around}`)).toBe(`${around} [EMAIL] ${around}`);
  });

  it('is unchanged when there is nothing to replace', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        fc.pre(!/\p{Nd}{4}|[@:=]|\p{Nd}{3}/u.test(text.normalize('NFKC')));
        expect(redactText(text)).toBe(text);
      }),
    );
  });
});
