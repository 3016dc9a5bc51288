import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipText, markText } from '../../../../lib/dashboard/components/text/text-marks.ts';

describe('markText()', () => {
  it.each(['[EMAIL]', '[CREDIT_CARD]', '[EMAIL:1f0c9a7e]', '[REDACTION FAILED]'])(
    'finds the label %s',
    (text) => {
      expect(markText(`a ${text} b`)).toContainEqual({ kind: 'label', text });
    },
  );

  it.each(['[email]', '[]', '[E MAIL]', '[EMAIL', '[1]'])('takes %s for text', (text) => {
    expect(markText(text)).toEqual([{ kind: 'plain', text }]);
  });

  it.each([
    ['\u202e', 'RLO'],
    ['\u200b', 'ZWSP'],
    ['\u001b', 'ESC'],
    ['\u0000', 'NUL'],
    ['\u{e0041}', 'U+E0041'],
    ['\u2066\u2069', 'LRI PDI'],
    ['\u202e\u202e\u202e\u202e\u202e', 'RLO RLO RLO +2'],
  ])('names what would not be seen: %j', (text, name) => {
    expect(markText(`a${text}b`)[1]).toEqual({ kind: 'hidden', text, name });
  });

  it('shows a joiner between letters of one script only where it joins nothing', () => {
    expect(markText('pass\u200dword').map(({ kind }) => kind)).toEqual(['plain', 'hidden', 'plain']);
    expect(markText('👩\u200d👧 می\u200cخواهم').map(({ kind }) => kind)).toEqual(['plain']);
  });

  it('leaves line breaks and tabs as they are', () => {
    expect(markText('a\r\n\tb\nc')).toEqual([{ kind: 'plain', text: 'a\r\n\tb\nc' }]);
  });

  it('loses no character of any text', () => {
    const unit = fc.constantFrom(
      '[',
      ']',
      'A',
      ':',
      '9',
      '\u202e',
      '\u200d',
      '\r',
      '\n',
      '👩',
      '\ud800',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), (units) => {
        const text = units.join('');
        expect(
          markText(text)
            .map((mark) => mark.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('gives up on marks, not on the text, when there are very many', () => {
    const text = '[EMAIL] '.repeat(50_000);
    const marks = markText(text);
    expect(marks.length).toBeLessThan(2500);
    expect(marks.map((mark) => mark.text).join('')).toBe(text);
  });
});

describe('clipText()', () => {
  it('leaves a text that is barely too long whole', () => {
    expect(clipText('x'.repeat(110), 100, 10)).toEqual({ shown: 'x'.repeat(110), hiddenChars: 0 });
  });

  it('cuts after so many characters', () => {
    expect(clipText('x'.repeat(1000), 100, 10)).toEqual({ shown: 'x'.repeat(100), hiddenChars: 900 });
  });

  it('cuts after so many lines', () => {
    expect(clipText('line\n'.repeat(100), 400, 3).shown).toBe('line\nline\nline');
  });

  it('parts neither a label nor a pair', () => {
    expect(clipText(`${'x'.repeat(96)}[EMAIL:1f0c]${'y'.repeat(200)}`, 100, 10).shown).toBe('x'.repeat(96));
    expect(clipText(`${'x'.repeat(99)}👩${'y'.repeat(200)}`, 100, 10).shown).toBe('x'.repeat(99));
  });
});
