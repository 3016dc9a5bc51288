import { describe, expect, it } from 'vitest';
import { redactText, redactValue } from '../support/redaction.ts';
import {
  above5Percent,
  casesPerKind,
  changedOf,
  many,
  missedOf,
  type Planted,
  type Random,
} from './generated.ts';

const plant = (hidden: string, text: string): Planted => ({ text: text.replace('@@', () => hidden), hidden });
const vendor = (random: Random): string =>
  random.pick([
    'OPENAI',
    'STRIPE',
    'TWILIO',
    'SENDGRID',
    'MISTRAL',
    'GROQ',
    'COHERE',
    'MAPBOX',
    'ALGOLIA',
    'PINECONE',
  ]);

const kinds: { readonly [kind: string]: (random: Random) => Planted } = {
  'settings of services': (random) =>
    plant(
      random.key(random.int(16, 40)),
      `${random.pick(['DB_PASS', 'SMTP_PASS', 'MYSQL_PASS', `${vendor(random)}_KEY`, `${vendor(random)}_SECRET`, `${vendor(random)}_TOKEN`, `${vendor(random)}_AUTH`, 'SECRET_KEY_BASE', 'APP_KEY', 'JWT_SIGNING_KEY', 'REDIS_PW', 'dbPass', 'db_pass', 'smtp-pass', 'mailPass', 'HASH_SALT'])}${random.pick(['=', ': ', ' = '])}@@`,
    ),
  'names with a number or an addition': (random) =>
    plant(
      random.password(),
      `${random.pick(['password1', 'password2', 'passwd1', 'api_key_2', 'apiKey1', 'token1', 'secret2', 'passwordHash', 'password_hash', 'hashed_password', 'passwordDigest', 'new_password', 'oldPassword', 'password_confirmation', 'passwordSalt', 'encrypted_password', 'password_plain', 'apiKeyValue', 'api_key_prod', 'passwordConfirm'])}${random.pick(['=', ': ', '": "', ' = '])}@@`,
    ),
  'cookies of sessions': (random) =>
    plant(
      random.key(random.int(20, 32)),
      `${random.pick(['PHPSESSID', 'JSESSIONID', 'ASP.NET_SessionId', 'connect.sid', 'laravel_session', 'csrftoken', 'XSRF-TOKEN', '__Host-session', 'next-auth.session-token', 'remember_token', 'ASPSESSIONIDABCD'])}=@@`,
    ),
  'parameters of URLs': (random) =>
    plant(
      random.key(random.int(20, 44)),
      random.pick([
        'https://x.blob.core.windows.net/c/f?sv=2024&sig=@@',
        'https://b.s3.amazonaws.com/f?X-Amz-Expires=300&X-Amz-Signature=@@',
        'https://storage.googleapis.com/b/f?X-Goog-Signature=@@&X-Goog-Expires=60',
        'https://app.example.com/callback?code=@@&state=abc',
        'https://app.example.com/oauth?state=abc&code=@@',
        'GET /callback?code=@@ HTTP/1.1',
        'https://d.cloudfront.net/f?Expires=1&Signature=@@&Key-Pair-Id=K1',
        'https://x.example.com/f?X-Amz-Security-Token=@@',
        'https://x.example.com/f?access_token=@@',
        'https://x.example.com/f?auth=@@&x=1',
        'https://x.example.com/f?key=@@',
        'https://x.example.com/reset?token=@@',
      ]),
    ),
  'one-time codes': (random) =>
    plant(
      random.digits(6).replace(/^0/, '4'),
      `${random.pick(['otp_code', 'verification_code', 'otpCode', 'verificationCode', 'sms_code', 'mfa_code', 'two_factor_code', 'security_code', 'auth_code', 'login_code', 'confirmationCode', 'totp_code', 'backup_code', 'recovery_code'])}${random.pick(['=', ': ', ' = '])}@@`,
    ),
};

const ordinary = (random: Random): string =>
  `${random.pick(['PRIMARY_KEY', 'foreign_key', 'CACHE_KEY', 'sort_key', 'partitionKey', 'public_key_id', 'i18n_key', 'objectKey', 's3_key', 'keyCode', 'country_code', 'statusCode', 'zip_code', 'error_code', 'bypass', 'compass', 'pass_rate', 'passed', 'key', 'monkey', 'session_count', 'tokens_used', 'exit_code', 'passenger', 'discount_code'])}${random.pick(['=', ': ', ' = '])}${random.pick(['user_1', 'item:42', 'abc12', '200', 'A1', '42'])}`;

describe('a secret name', () => {
  it.each(Object.entries(kinds))('includes %s', (_, make) => {
    expect(above5Percent(missedOf(many(31, make), 'SECRET'), casesPerKind)).toEqual([]);
  });

  it('excludes ordinary keys and codes', () => {
    expect(above5Percent(changedOf(many(32, ordinary)), casesPerKind)).toEqual([]);
  });

  it.each([
    { passwords: ['Sunny4River', 'Maple22x'] },
    { DB_PASS: 'Sunny4River', OPENAI_KEY: 'q1w2e3r4t5y6u7i8' },
    { passwordHash: 'a9f0c1d2e3', otp_code: '482913', cvv_code: '123' },
    { verificationCode: 482913, cvvCode: 123 },
    { session: { cookies: { PHPSESSID: 'a9f0c1d2e3' } } },
  ])('hides the members of %o', (value) => {
    expect(JSON.stringify(redactValue(value as never))).not.toMatch(/Sunny|Maple|q1w2|a9f0|4829|123/);
  });

  it.each([
    [{ phone1: '4155550132' }, { phone1: '[PHONE]' }],
    [{ tel_no: '4155550132' }, { tel_no: '[PHONE]' }],
    [{ mobile_number_2: '0151 23456789' }, { mobile_number_2: '[PHONE]' }],
    [{ tax_id: '219-09-9999' }, { tax_id: '[SSN]' }],
    [{ email2: 'a@b.org' }, { email2: '[EMAIL]' }],
  ])('of another kind is recognised in %o', (value, expected) =>
    expect(redactValue(value)).toEqual(expected),
  );

  it('leaves codes outside of URLs', () =>
    expect(redactText('code=SunnyRiver42x')).toBe('code=SunnyRiver42x'));
});
