import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';

describe('the rule for named secrets', () => {
  it.each([
    ['<password>hunter2</password>', '<password>[SECRET]</password>'],
    ['<wsse:Password Type="t">hunter2</wsse:Password>', '<wsse:Password Type="t">[SECRET]</wsse:Password>'],
    ['mysql --password hunter2 -h db', 'mysql --password [SECRET] -h db'],
    ['tool --api-key "abcd efgh', 'tool --api-key "[SECRET] efgh'],
    ['my password is hunter2.', 'my password is [SECRET].'],
    ['The password for the account was "hunter2"', 'The password for the account was "[SECRET]"'],
    ['Your verification code is 482913', 'Your verification code is [SECRET]'],
    ['my PIN is 4821, thanks', 'my PIN is [SECRET], thanks'],
  ])('replaces the secret in %s', (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    '<label>Password</label>',
    'List<Token> tokens = new ArrayList<Token>()',
    '<token>',
    '<input type="password"/> 3 < 4',
    'use the --token flag to log in',
    '--password <password>',
    '--token TOKEN',
    'the password is 8 characters long',
    'the password is required',
    'the code is 4821',
    'what it is 12345',
  ])('leaves %s unchanged', (text) => expect(redactText(text)).toBe(text));
});
