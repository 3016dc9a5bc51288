import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';

/** Keys in parts, so that secret scanners do not report them. */
const keys = {
  openAi: `sk-${'proj'}-Ab3dEf6hIj9lMn0pQr2tUv5xYz8Ab3dEf6hIj9l`,
  gitHub: `gh${'p_'}16C7e42F292c6912E7710c838347Ae178B4a`,
  slack: `xox${'b-'}781236542736-2364535789652-GkwFDQoHqzXDVsC6GzqYUypD`,
  aws: `AKIA${'IOSFODNN7EXAMPLE'}`,
  google: `AIza${'SyA5_iVawFQ8ABuTZNUdcwERLJv_a_p4wtM'}`,
  jwt: `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJzdWIiOiIxMjM0NTY3ODkwIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6y`,
};
const pem = ['-----BEGIN', 'PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END', 'PRIVATE KEY-----'].join(
  ' ',
);

describe('the EMAIL rule', () => {
  it.each([
    ['My email is john@example.com and SSN is 123-45-6789', 'My email is [EMAIL] and SSN is [SSN]'],
    ['write to <a.b+c@mail.example.co.uk>.', 'write to <[EMAIL]>.'],
    ['jörg@müller.example', '[EMAIL]'],
    ['почта@пример.рф', '[EMAIL]'],
    ['联系john@example.com谢谢', '联系[EMAIL]谢谢'],
    ['a@b.org,c@d.org', '[EMAIL],[EMAIL]'],
    ['"john doe"@example.org', '[EMAIL]'],
    ['mailto:x@y.io?subject=hi', 'mailto:[EMAIL]?subject=hi'],
    ['mailto:postmaster@localhost', 'mailto:[EMAIL]'],
    ['?page=2&email=joe@corp.com', '?page=2&email=[EMAIL]'],
    ['192.0.2.1@example.org', '[EMAIL]'],
    ['jane@[192.0.2.1]', '[EMAIL]'],
    ['jane@[IPv6:2001:db8::1] wrote', '[EMAIL] wrote'],
    ['john@acme.com123-45-6789', '[EMAIL][SSN]'],
  ])('replaces the addresses in %s', (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    'npm i @mastra/core@1.71.0',
    'user@localhost',
    '@someone said',
    'a @ b.com',
    '3@4',
    'icon@2x.png',
  ])('leaves %s unchanged', (text) => expect(redactText(text)).toBe(text));
});

describe('the SSN rule', () => {
  it.each([
    ['123-45-6789', '[SSN]'],
    ['078-05-1120', '[SSN]'],
    ['123 45 6789', '[SSN]'],
    ['078.05.1123', '[SSN]'],
    ['078-051123', '[SSN]'],
    ['SSN: 123456789', 'SSN: [SSN]'],
    ['social security number 219099999', 'social security number [SSN]'],
    ['ITIN 911-70-1234', 'ITIN [SSN]'],
    ['SSN:\n219099999', 'SSN:\n[SSN]'],
    ['S.S.N. 219099999', 'S.S.N. [SSN]'],
    ['SSN 219/09/9999', 'SSN [SSN]'],
    ['219 - 09 - 9999', '[SSN]'],
    ['Jane,219-09-9999,NY', 'Jane,[SSN],NY'],
    ['1980-01-01,219-09-9999,1', '1980-01-01,[SSN],1'],
  ])('replaces %s', (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    '000-12-3456',
    '666-12-3456',
    '900-12-3456',
    '123-00-4567',
    '123-45-0000',
    '1123-45-6789',
    '123-45-6789-01',
    '12-123-45-6789',
    '1.123-45-6789',
    '123456789',
    'Baltimore, MD 21244-1850',
    'zip 21244-1850',
  ])('leaves %s unchanged', (text) => expect(redactText(text)).toBe(text));
});

describe('the CREDIT_CARD rule', () => {
  it.each([
    '4111 1111 1111 1111',
    '4111111111111111',
    '5555-5555-5555-4444',
    '378282246310005',
    '3782 822463 10005',
    '30569309025904',
    '6011111111111117',
    '4111\n1111\n1111\n1111',
    '4111 1111\n1111 1111',
    '4111  1111  1111  1111',
    '4111.1111.1111.1111',
    '4111/1111/1111/1111',
  ])('replaces %s', (text) => expect(redactText(`paid by ${text}!`)).toBe('paid by [CREDIT_CARD]!'));

  it.each(['4222222222222', '501864667909', '4000000000000000006'])(
    'replaces %s only after a word such as card',
    (text) => {
      expect(redactText(`card ${text}`)).toBe('card [CREDIT_CARD]');
      expect(redactText(`booking ${text}`)).toBe(`booking ${text}`);
    },
  );

  it.each([
    ['(1,4111111111111111)', '(1,[CREDIT_CARD])'],
    ['card\n4111111111111111,123', 'card\n[CREDIT_CARD],123'],
    ['Jane,4111111111111111', 'Jane,[CREDIT_CARD]'],
    ['4111111111111111.00', '[CREDIT_CARD].00'],
  ])('replaces that of the table row %j', (text, expected) => expect(redactText(text)).toBe(expected));

  it('finds two adjacent numbers', () => {
    expect(redactText('4012888888881881 4012-8888-8888-1881')).toBe('[CREDIT_CARD] [CREDIT_CARD]');
  });

  it.each([
    '4111 1111 1111 1112',
    '1234567890123456',
    '1795393736536',
    '9007199254740993',
    '0.4111111111111111',
    '4111111111111111.123',
    '12-4111111111111111',
  ])('leaves %s unchanged', (text) => expect(redactText(text)).toBe(text));
});

describe('the PHONE rule', () => {
  it.each([
    ['call +1 415 555 2671 now', 'call [PHONE] now'],
    ['+442079460958', '[PHONE]'],
    ['+41 (0)44 668 18 00', '[PHONE]'],
    ['001-253-366-9781', '[PHONE]'],
    ['(415) 555-2671', '[PHONE]'],
    ['415-555-2671', '[PHONE]'],
    ['415.555.2671 x89', '[PHONE]'],
    ['020 7946 0958', '[PHONE]'],
    ['0900-1 123 123', '[PHONE]'],
    ['phone: 4155552671', 'phone: [PHONE]'],
    ['They sit at 99 668472', 'They sit at 99 668472'],
    ['Mobile: 99 668472', 'Mobile: [PHONE]'],
    ['2127365005 ext. 12', '[PHONE]'],
    ['781 1704 office', '[PHONE] office'],
    ['011 44 20 7946 0958', '[PHONE]'],
    ['ligue (11) 91234-5678', 'ligue [PHONE]'],
    ['Jane 8 (495) 123-45-67', 'Jane [PHONE]'],
    ['030-3-2 23 12 34', '[PHONE]'],
    ['01 (33) 3461 2234', '[PHONE]'],
  ])('replaces the number in %s', (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    '4155552671',
    '2026-11-23',
    '23.11.2026 10',
    'thread-1795393736536',
    'ORD-12345',
    '1.234.567,89',
    'order number 4155552671',
    'part no. 873-9070-764',
    'ISBN 978-3-16-148410-0',
    'Part number: 555-123-4567-A',
    '+10 to 20',
    '0.12 0.34 0.56',
    'rows 100-5685 of 86426',
  ])('leaves %s unchanged', (text) => expect(redactText(text)).toBe(text));
});

describe('the IP rule', () => {
  it.each([
    ['from 203.0.113.7:8080', 'from [IP]:8080'],
    ['10.0.0.0/8', '[IP]'],
    ['[2001:db8::1]:443', '[[IP]]:443'],
    ['fe80::1ff:fe23:4567:890a%eth0', '[IP]'],
    ['::ffff:192.0.2.1', '[IP]'],
    ['listening on ::1.', 'listening on [IP].'],
    ['IP:2001:db8::a', 'IP:[IP]'],
    ['192.168.001.010', '[IP]'],
  ])('replaces the address in %s', (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    '256.1.1.1',
    '1.2.3',
    'Chrome/120.0.0.0',
    'version 1.2.3.4',
    'chapter 12.3.4.5',
    'v1.2.3.4',
    '1.3.6.1.4.1.311',
    'std::vector',
    'a :: b',
    'at 12:34:56',
    'aa:bb:cc:dd:ee:ff',
  ])('leaves %s unchanged', (text) => expect(redactText(text)).toBe(text));
});

describe('the IBAN rule', () => {
  it.each([
    'DE89 3704 0044 0532 0130 00',
    'GB33BUKB20201555555555',
    'gb33bukb20201555555555',
    'DE89  3704  0044  0532  0130  00',
    'DE89.3704.0044.0532.0130.00',
    'GB82 WEST\n1234 5698 7654 32',
  ])('replaces %s', (text) => expect(redactText(`to ${text}.`)).toBe('to [IBAN].'));

  it('replaces an IBAN that is joined to its name', () => {
    expect(redactText('IBANDE89370400440532013000')).toBe('IBAN[IBAN]');
  });

  it.each(['DE89 3704 1044 0532 0130 01', 'XX89370400440532013000', 'DE8937040044053201300012'])(
    'leaves %s unchanged',
    (text) => expect(redactText(text)).toBe(text),
  );
});

describe('the SECRET rule', () => {
  it.each(Object.entries(keys))('replaces a key of type %s', (_, key) =>
    expect(redactText(`use ${key}, please`)).toBe('use [SECRET], please'),
  );

  it.each([
    [`key:\n${pem}\nend`, 'key:\n[SECRET]\nend'],
    [`tail of a key\nMIIEvQIBADANBgkq\n${pem.slice(-25)} end`, 'tail of a key[SECRET] end'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [SECRET]'],
    ['Authorization: Basic dXNlcjpwYXNz\nHost: x', 'Authorization: Basic [SECRET]\nHost: x'],
    [
      "{ Authorization: 'Bearer abc-123', 'content-type': 'x' }",
      "{ Authorization: 'Bearer [SECRET]', 'content-type': 'x' }",
    ],
    ['Cookie: sid=1; theme=dark\r\n\r\n{}', 'Cookie: [SECRET]\r\n\r\n{}'],
    ['uses Bearer a1b2c3d4e5f6a7b8c9', 'uses Bearer [SECRET]'],
    ['GET /v1?api_key=abcd1234&page=2', 'GET /v1?api_key=[SECRET]&page=2'],
    ['password: |\n  hunter2\n', 'password: |\n  [SECRET]\n'],
    ['password: hunter2, and', 'password: [SECRET], and'],
    ['export DB_PASSWORD="a b"', 'export DB_PASSWORD="[SECRET]"'],
    ['postgres://user:p%40ss@host/db', 'postgres://[SECRET]@host/db'],
    ['postgres://user:pa/ss@host/db', 'postgres://[SECRET]@host/db'],
    ['redis://:secret@host:6379', 'redis://[SECRET]@host:6379'],
    ['curl -u elastic:P4ss https://x', 'curl -u [SECRET] https://x'],
    [
      '{"user":"bob","password":"hunter2","apiKey":"k-93',
      '{"user":"bob","password":"[SECRET]","apiKey":"[SECRET]',
    ],
    [String.raw`{\"password\":\"p4ss\",\"n\":1}x`, String.raw`{\"password\":\"[SECRET]\",\"n\":1}x`],
  ])('replaces what is secret in %s', (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    'max_tokens=4096 and totalTokens: 1801',
    'the token: is good',
    'password: $DB_PASSWORD',
    'api_key=<your key>',
    'author: bob',
    'commit e803e103337b166af8e49560c2be070d44c9c80f',
    'request_id=f9a4cbd7-87f6-4c81-8ebe-559c854d6e2a',
    'integrity sha512-fP64ojXa+6eGqAismkSVRbSd37gl4jAYtzWKjRJ',
    'sk-learn-and-other-libraries',
    'token=[SECRET] password: [SECRET:1f0c9a7e]',
  ])('leaves %s unchanged', (text) => expect(redactText(text)).toBe(text));
});

describe('the URL rule', () => {
  const urls = (text: string) => redactText(text, { builtinPatterns: { urls: true } });

  it('is off by default', () => expect(redactText('see https://x.org/a')).toBe('see https://x.org/a'));

  it('replaces whole URLs', () => {
    expect(urls('see https://u:p@x.org/a?b=c@d.org, and ws://h.')).toBe('see [URL], and [URL].');
  });
});
