import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';

const encode = (text: string, encoding: BufferEncoding = 'base64') => Buffer.from(text).toString(encoding);

describe('text encoded in Base64', () => {
  it.each([
    ['an address', 'write to jane.doe@example.com'],
    ['an address, without padding', 'jane.doe@example.com'],
    ['a secret in JSON', '{"password":"hunter2xyz"}'],
    ['a long text', `${'some text before '.repeat(200)} jane@example.com`],
    ['Base64 in Base64', encode('write to jane.doe@example.com')],
  ])('is replaced as a whole when it contains personal data: %s', (_, text) => {
    expect(redactText(`see ${encode(text)} there`)).toMatch(/^see \[(EMAIL|SECRET)\] there$/);
    expect(redactText(`see ${encode(text, 'base64url')} there`)).toMatch(/^see \[(EMAIL|SECRET)\] there$/);
  });

  it('is replaced inside a data: URL', () => {
    expect(redactText(`data:text/plain;base64,${encode('SSN: 219-09-9999')}`)).toBe(
      'data:text/plain;base64,[SSN]',
    );
  });

  it.each([
    encode('nothing personal in here 12345'),
    encode('\u0000\u0001jane.doe@example.com', 'base64'),
    'd41d8cd98f00b204e9800998ecf8427e',
    'node_modules/some/path/of_files/v12',
  ])('stays unchanged without personal data: %s', (text) =>
    expect(redactText(`see ${text} there`)).toBe(`see ${text} there`),
  );
});
