import { describe, expect, it } from 'vitest';
import type { PiiMode } from '../../lib/model/index.ts';
import { redactEvent, redactorFor } from '../support/redaction.ts';

const texts = (mode: PiiMode, ...inputs: readonly string[]) => {
  const redactor = redactorFor({ mode });
  return inputs.map((input) => redactEvent({ input }, redactor).input);
};

describe('the mode', () => {
  it('label writes the label', () => expect(texts('label', 'to a@b.org')).toEqual(['to [EMAIL]']));

  it('remove writes nothing', () => expect(texts('remove', 'to a@b.org.')).toEqual(['to .']));

  it('hash writes the label and the same digest for every spelling of a value', () => {
    const [mail, sameMail, otherMail, phone, samePhone] = texts(
      'hash',
      'a@b.org',
      'A@B.org',
      'c@d.org',
      '+1 415 555 2671',
      '(415) 555-2671',
    );
    expect(mail).toMatch(/^\[EMAIL:[0-9a-f]{8}\]$/);
    expect(sameMail).toBe(mail);
    expect(otherMail).not.toBe(mail);
    expect(samePhone).toBe(phone);
  });

  it('pseudonym numbers values and keeps each number through a session', () => {
    expect(texts('pseudonym', 'a@b.org c@d.org', 'C@d.org, call +14155552671')).toEqual([
      '[EMAIL_1] [EMAIL_2]',
      '[EMAIL_2], call [PHONE_1]',
    ]);
  });

  it('pseudonym restarts its numbers in each session', () => {
    const redactor = redactorFor({ mode: 'pseudonym' });
    const inputs = ['s1', 's2', 's1'].map(
      (sessionId, at) => redactEvent({ sessionId, input: `${'ab'[at % 2]}@b.org` }, redactor).input,
    );
    expect(inputs).toEqual(['[EMAIL_1]', '[EMAIL_1]', '[EMAIL_1]']);
  });

  it('pseudonym numbers at most 1,024 values', () => {
    const redactor = redactorFor({ mode: 'pseudonym' });
    const mails = Array.from({ length: 1100 }, (_, at) => `u${at}@b.org`);
    const shown = redactEvent({ input: mails }, redactor).input as readonly string[];
    expect(shown.at(1023)).toBe('[EMAIL_1024]');
    expect(shown.at(1024)).toBe('[EMAIL]');
  });

  it.each(['label', 'hash', 'remove', 'pseudonym'] as const)(
    '%s leaves its own replacements unchanged',
    (mode) => {
      const redactor = redactorFor({ mode });
      const once = redactEvent(
        { input: 'password=x1 a@b.org, phone: 4155552671 and SSN 123-45-6789' },
        redactor,
      );
      const twice = redactEvent({ input: once.input }, redactor);
      expect(twice.input).toBe(once.input);
      expect(twice.redaction?.redacted).toBe(0);
    },
  );
});
