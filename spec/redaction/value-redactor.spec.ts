import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../lib/model/index.ts';
import { snapshot } from '../../lib/recorder/index.ts';
import { redactValue } from '../support/redaction.ts';

const redact = (value: unknown) => redactValue(snapshot(value) as Snapshot);

describe('a value under a sensitive name', () => {
  it.each([
    'password',
    'pwd',
    'client_secret',
    'x-api-key',
    'access_token',
    'cookie',
    'cvv',
    'userPassword',
    'DB_PASSWORD',
    'openai.api.key',
    'API-KEY',
  ])('is hidden under %s', (name) => expect(redact({ [name]: 'abc' })).toEqual({ [name]: '[SECRET]' }));

  it.each(['max_tokens', 'inputTokens', 'tokenizer', 'author', 'nextToken', 'keyboard', 'passed'])(
    'stays visible under the harmless name %s',
    (name) => expect(redact({ [name]: 4096 })).toEqual({ [name]: 4096 }),
  );

  it.each([
    [
      { phone: 4155550132, count: 17 },
      { phone: '[PHONE]', count: 17 },
    ],
    [{ mobile: 4155550132n }, { mobile: { $type: 'bigint', value: '[PHONE]' } }],
    [{ phones: ['4155550132', 'none'] }, { phones: ['[PHONE]', 'none'] }],
    [{ ssn: 219099999 }, { ssn: '[SSN]' }],
    [{ ssn: 1051120 }, { ssn: '[SSN]' }],
    [
      { Name: 'X-Auth-Token', Value: '9f' },
      { Name: 'X-Auth-Token', Value: '[SECRET]' },
    ],
    [
      { headerName: 'Authorization', headerValue: '9f' },
      { headerName: 'Authorization', headerValue: '[SECRET]' },
    ],
    [{ cardNumber: '4222222222222' }, { cardNumber: '[CREDIT_CARD]' }],
    [
      { pin: 1234, otp: '99' },
      { pin: '[SECRET]', otp: '[SECRET]' },
    ],
    [{ id: 4111111111111111 }, { id: '[CREDIT_CARD]' }],
    [
      { password: { value: 'a', n: 1 }, secret: true },
      { password: { value: '[SECRET]', n: '[SECRET]' }, secret: true },
    ],
    [{ auth: { kind: 'none' } }, { auth: { kind: 'none' } }],
    [{ logprobs: [{ token: 'Hel', logprob: -0.1 }] }, { logprobs: [{ token: 'Hel', logprob: -0.1 }] }],
  ])('in %o', (value, expected) => expect(redact(value)).toEqual(expected));

  it.each([
    [
      [
        ['Authorization', 'Token 9f'],
        ['Accept', '*/*'],
      ],
      [
        ['Authorization', '[SECRET]'],
        ['Accept', '*/*'],
      ],
    ],
    [
      ['Host', 'x', 'Authorization', 'Token 9f'],
      ['Host', 'x', 'Authorization', '[SECRET]'],
    ],
    [
      [
        { name: 'X-Api-Key', value: 'k' },
        { key: 'Accept', value: '*/*' },
      ],
      [
        { name: 'X-Api-Key', value: '[SECRET]' },
        { key: 'Accept', value: '*/*' },
      ],
    ],
  ])('when name and value stand side by side: %o', (value, expected) =>
    expect(redact(value)).toEqual(expected),
  );

  it('is replaced in the entries of a Map', () => {
    const map = new Map<string, unknown>([
      ['authToken', 'abc'],
      ['a@b.org', 1],
    ]);
    expect(redact(map)).toEqual({
      $type: 'Map',
      entries: [
        ['authToken', '[SECRET]'],
        ['[EMAIL]', 1],
      ],
    });
  });

  it('stays visible in a JSON schema', () => {
    const schema = {
      properties: { password: { type: 'string', description: 'At least 8' } },
      required: ['password', 'email'],
    };
    expect(redact(schema)).toEqual(schema);
  });
});

describe('keys', () => {
  it('are redacted and stay distinct', () => {
    expect(redact({ 'a@b.org': 1, 'c@d.org': 2 })).toEqual({ '[EMAIL]': 1, '[EMAIL] (2)': 2 });
  });

  it('can be called __proto__', () => {
    const value = JSON.parse('{"__proto__":{"a":"x@y.org"}}');
    expect(JSON.stringify(redact(value))).toBe('{"__proto__":{"a":"[EMAIL]"}}');
  });
});

describe('JSON inside a string', () => {
  it.each([
    ['{"phone":4155550132,"n":1}', '{"phone":"[PHONE]","n":1}'],
    ['{\n  "password": "x"\n}', '{\n  "password": "[SECRET]"\n}'],
    ['[["Authorization","Token 9f"]]', '[["Authorization","[SECRET]"]]'],
    [
      JSON.stringify({ body: JSON.stringify({ user: { ssn: '219-09-9999', token: 't' } }) }),
      JSON.stringify({ body: JSON.stringify({ user: { ssn: '[SSN]', token: '[SECRET]' } }) }),
    ],
    ['{ "spaced" : 1.0 }', '{ "spaced" : 1.0 }'],
  ])('is redacted by its structure: %s', (text, expected) =>
    expect(redact({ text })).toEqual({ text: expected }),
  );

  it('is redacted when it is cut off', () => {
    expect(redact('{"a":{"password":"hunter2","ssn":"219-09-9999","email":"eve@corp.io')).toBe(
      '{"a":{"password":"[SECRET]","ssn":"[SSN]","email":"[EMAIL]',
    );
  });
});

describe('pieces of a stream', () => {
  it.each([
    [{ deltas: ['SSN 219-0', '9-99', '99 ok'] }, { deltas: ['SSN [SSN]', '', ' ok'] }],
    [
      [
        { type: 'text-delta', payload: { text: 'mail jo' } },
        { type: 'text-delta', payload: { text: 'hn@b.org!' } },
      ],
      [
        { type: 'text-delta', payload: { text: 'mail [EMAIL]' } },
        { type: 'text-delta', payload: { text: '!' } },
      ],
    ],
    [
      [
        { choices: [{ delta: { content: '4111 1111 ' } }] },
        { choices: [{ delta: { content: '1111 1111' } }] },
      ],
      [{ choices: [{ delta: { content: '[CREDIT_CARD]' } }] }, { choices: [{ delta: { content: '' } }] }],
    ],
  ])('are read as one text: %o', (value, expected) => expect(redact(value)).toEqual(expected));

  it('exclude ordinary strings in a list', () => {
    expect(redact({ parts: ['219-0', '9-9999'] })).toEqual({ parts: ['219-0', '9-9999'] });
  });
});

describe('a value', () => {
  it('is redacted at any nesting depth', () => {
    let value: Snapshot = 'deep@corp.com';
    for (let level = 0; level < 20_000; level++) value = level % 2 ? [value] : { n: value };
    let shown = redactValue(value);
    while (typeof shown === 'object' && shown !== null)
      shown = Array.isArray(shown) ? shown[0] : (shown as { n: never }).n;
    expect(shown).toBe('[EMAIL]');
  });

  it('is redacted when it contains itself', () => {
    const value: Record<string, unknown> = { email: 'a@b.org' };
    value.self = value;
    expect(redactValue(value as unknown as Snapshot)).toMatchObject({ email: '[EMAIL]' });
  });

  it('is returned as the same object when there is nothing to redact', () => {
    const value = { a: [1, 'two', { three: null }] };
    expect(redactValue(value)).toBe(value);
  });
});
