import { afterEach, describe, expect, it, vi } from 'vitest';
import { type PiiConfig, readPolicy, toPolicyJson } from '../../lib/redaction/index.ts';
import { redactEvent, redactorFor, redactText } from '../support/redaction.ts';

afterEach(() => vi.restoreAllMocks());

describe('builtinPatterns', () => {
  it('turn kinds off, also for values under matching names', () => {
    const config: PiiConfig = { builtinPatterns: { emails: false, secrets: false } };
    expect(redactText('a@b.org 123-45-6789', config)).toBe('a@b.org [SSN]');
    expect(redactEvent({ input: { password: 'x', email: 'a' } }, redactorFor(config)).input).toEqual({
      password: 'x',
      email: 'a',
    });
  });
});

describe('fields', () => {
  it('restrict redaction to the listed fields and to values outside all fields', () => {
    const event = redactEvent(
      {
        name: 'to a@b.org',
        input: 'a@b.org',
        output: 'a@b.org',
        metadata: { by: 'a@b.org' },
        error: { type: 'E', message: 'a@b.org' },
      },
      redactorFor({ fields: ['toolInput'] }),
    );
    expect(event).toMatchObject({
      name: 'to [EMAIL]',
      input: '[EMAIL]',
      output: 'a@b.org',
      metadata: { by: 'a@b.org' },
      error: { message: 'a@b.org' },
    });
  });

  it('skip a model call only when it cannot contain a listed field', () => {
    const redactor = redactorFor({ fields: ['toolOutput'] });
    const event = redactEvent({ kind: 'llm', input: 'a@b.org', output: 'a@b.org' }, redactor);
    expect(event).toMatchObject({ input: '[EMAIL]', output: 'a@b.org' });
  });
});

describe('customPatterns', () => {
  it.each([
    [{ pattern: /EMP-\d{4}/ }],
    [{ pattern: 'EMP-\\d{4}' }],
    [{ pattern: 'emp-\\d{4}', flags: 'i' }],
    [{ find: (text: string) => [{ start: text.indexOf('EMP'), end: text.indexOf('EMP') + 8 }] }],
  ])('find their matches: %o', (custom) => {
    const customPatterns = [{ label: 'EMPLOYEE', ...custom }];
    expect(redactText('by EMP-1234 and a@b.org', { customPatterns })).toBe('by [EMPLOYEE] and [EMAIL]');
  });

  it('find obfuscated matches', () => {
    const customPatterns = [{ label: 'EMPLOYEE', pattern: /EMP-\d{4}/ }];
    expect(redactText('by EMP%2D1234, E\u200bMP\u20111234', { customPatterns })).toBe(
      'by [EMPLOYEE], [EMPLOYEE]',
    );
  });

  it('merge with overlapping matches', () => {
    const customPatterns = [{ label: 'HOST', pattern: /b\.org.x/ }];
    expect(redactText('to a@b.org/x', { customPatterns })).toBe('to [EMAIL]');
    expect(redactText('to a@b.org', { customPatterns: [{ label: 'WORD', pattern: /to a/ }] })).toBe('[WORD]');
  });

  it.each([
    ['(?=a)b', 'unsupported Perl syntax'],
    ['(a)\\1', 'invalid escape sequence'],
    ['a{2000}', 'invalid repeat count'],
    ['(', 'missing closing'],
    ['', 'empty'],
    ['a'.repeat(1001), 'longer than 1000'],
  ])('throw the reason for an invalid pattern: %s', (pattern, reason) => {
    expect(() => readPolicy({ customPatterns: [{ label: 'X', pattern }] })).toThrow(reason);
  });

  it('withhold the text when they take too long', () => {
    const customPatterns = [{ label: 'X', pattern: /a[^b]*b|c/ }];
    const event = redactEvent({ input: 'ac'.repeat(50_000) }, redactorFor({ customPatterns }));
    expect(event).toMatchObject({ input: '[REDACTION FAILED]', redaction: { withheld: 1 } });
  });

  it.each([
    () => {
      throw new Error('a@b.org');
    },
    () => [{ start: 0, end: 99 }],
    () => [{ start: Number.NaN, end: 2 }],
    () => [undefined] as never,
    () => undefined as never,
    () => 'a@b.org' as never,
    (async () => []) as never,
    (() => Promise.reject(new Error('a@b.org'))) as never,
    function* forEver() {
      while (true) yield { start: 0, end: 0 };
    },
    function takesTooLong() {
      const lateMs = performance.now() + 600;
      vi.spyOn(performance, 'now').mockReturnValue(lateMs);
      return [];
    },
  ])('withhold the text when they fail: %s', (find) => {
    const event = redactEvent({ input: 'a@b.org' }, redactorFor({ customPatterns: [{ label: 'X', find }] }));
    expect(event.input).toBe('[REDACTION FAILED]');
    expect(JSON.stringify(event)).not.toContain('a@b.org');
  });
});

describe('a policy', () => {
  it.each([
    [{ mode: 'blur' }, 'mode must be one of'],
    [{ fields: ['everything'] }, 'fields must be a list of userInput'],
    [{ builtinPatterns: { email: true } }, 'builtinPatterns.email is unknown. Use emails'],
    [{ customPatterns: [{ label: 'lower', pattern: 'x' }] }, 'its label must be capitals'],
    [{ customPatterns: [{ label: 'X' }] }, 'must have a label and a pattern or a find function'],
    [{ enabled: 'yes' }, 'enabled must be true or false'],
    ['on', 'must be an object'],
  ])('throws the reason for an invalid value: %o', (config, reason) => {
    expect(() => readPolicy(config)).toThrow(reason);
  });

  it('has a version that depends on its content', () => {
    const version = (config: PiiConfig) => readPolicy(config).version;
    expect(version({ mode: 'hash' })).toMatch(/^local-[0-9a-f]{8}$/);
    expect(version({ mode: 'hash' })).not.toBe(version({ mode: 'remove' }));
    expect(version({ customPatterns: [{ label: 'X', pattern: /a/ }] })).not.toBe(
      version({ customPatterns: [{ label: 'X', pattern: /b/ }] }),
    );
  });

  it('converts to JSON and back', () => {
    const config: PiiConfig = { mode: 'hash', customPatterns: [{ label: 'X', pattern: /a.c/is }] };
    const json = JSON.parse(JSON.stringify(toPolicyJson(config)));
    expect(json.customPatterns).toEqual([{ label: 'X', pattern: 'a.c', flags: 'is' }]);
    expect(readPolicy(json).customRules[0]?.find('xA\nC')).toEqual([{ start: 1, end: 4 }]);
  });
});
