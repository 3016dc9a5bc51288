import { beforeAll, describe, expect, it } from 'vitest';
import { builtinRules, createRedactor } from '../../../lib/pipeline/index.ts';

const redactor = createRedactor({ rules: builtinRules, policy: 'test', digestKey: 'key' });
const redact = (text: string): string => redactor.text(text).text;

beforeAll(() => redactor.load());

describe('the EMAIL rule', () => {
  it.each([
    ['My email is john@example.com and SSN is 123-45-6789', 'My email is [EMAIL] and SSN is [SSN]'],
    ['write to <a.b+c@mail.example.co.uk>.', 'write to <[EMAIL]>.'],
    ['jörg@müller.example', '[EMAIL]'],
    ['a@b.org,c@d.org', '[EMAIL],[EMAIL]'],
    ['mailto:x@y.io?subject=hi', 'mailto:[EMAIL]?subject=hi'],
  ])('replaces the addresses in %s', (text, expected) => expect(redact(text)).toBe(expected));

  it.each(['npm i @mastra/core@1.71.0', 'user@localhost', '@someone said', 'a @ b.com', '3@4'])(
    'leaves %s alone',
    (text) => expect(redact(text)).toBe(text),
  );
});

describe('the SSN rule', () => {
  it.each([
    ['123-45-6789', '[SSN]'],
    ['078-05-1120', '[SSN]'],
    ['123 45 6789', '[SSN]'],
    ['SSN: 123456789', 'SSN: [SSN]'],
  ])('replaces %s', (text, expected) => expect(redact(text)).toBe(expected));

  it.each([
    '000-12-3456',
    '666-12-3456',
    '900-12-3456',
    '123-00-4567',
    '123-45-0000',
    '1123-45-6789',
    '123456789',
  ])('leaves %s alone', (text) => expect(redact(text)).toBe(text));
});

describe('the CREDIT_CARD rule', () => {
  it.each([
    '4111 1111 1111 1111',
    '4111111111111111',
    '5555-5555-5555-4444',
    '378282246310005',
    '6011111111111117',
  ])('replaces %s', (text) => expect(redact(`card ${text}!`)).toBe('card [CREDIT_CARD]!'));

  it.each(['4111 1111 1111 1112', '1234567890123456', '1795393736536', '9007199254740993'])(
    'leaves %s alone',
    (text) => expect(redact(text)).toBe(text),
  );
});

describe('the PHONE rule', () => {
  it.each([
    ['call +1 415 555 2671 now', 'call [PHONE] now'],
    ['+442079460958', '[PHONE]'],
    ['(415) 555-2671', '[PHONE]'],
    ['415-555-2671', '[PHONE]'],
    ['phone: 4155552671', 'phone: [PHONE]'],
  ])('replaces the number in %s', (text, expected) => expect(redact(text)).toBe(expected));

  it.each(['4155552671', '2026-11-23', '10.0.0.1', 'thread-1795393736536', 'ORD-12345', '1.234.567,89'])(
    'leaves %s alone',
    (text) => expect(redact(text)).toBe(text),
  );
});

describe('a hostile text', () => {
  it.each([
    ['a'.repeat(40_000)],
    ['@'.repeat(40_000)],
    ['a@'.repeat(20_000)],
    ['1-'.repeat(20_000)],
    ['1 '.repeat(20_000)],
    ['+1'.repeat(20_000)],
    ['(1'.repeat(20_000)],
  ])('takes linear time (%#)', (text) => {
    const small = timeOf(text.slice(0, 10_000));
    const large = timeOf(text);
    expect(large).toBeLessThan(Math.max(50, small * 20));
  });
});

function timeOf(text: string): number {
  const start = performance.now();
  redact(text);
  return performance.now() - start;
}
