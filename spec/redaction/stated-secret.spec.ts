import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';
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
const code = (random: Random): string => `${random.int(1, 9)}${random.digits(random.pick([3, 5, 5, 7]))}`;

const kinds: { readonly [kind: string]: (random: Random) => Planted } = {
  'passwords in sentences': (random) =>
    plant(
      random.password(),
      random.pick([
        'use password @@ to log in',
        'Your password has been reset to @@.',
        'your new password is @@',
        'The password for the staging server is @@, please keep it',
        'I changed my password to @@ yesterday',
        'log in with the password @@',
        'My wifi password is "@@".',
        'password was set to @@',
        'The admin password is now @@',
        'login: bob, password @@',
        'Sign in with username bob and password @@',
        'Your temporary password is: @@',
        'The passphrase is @@',
        'try the passcode @@ instead',
        'the password should be @@',
        'She said the password is @@!?'.replace('!', ''),
        '@@ is my password',
        'his old password was @@ I think',
      ]),
    ),
  'keys in sentences': (random) =>
    plant(
      random.key(random.int(20, 90)),
      random.pick([
        'the Stripe key is @@',
        'Our API key is @@.',
        'The API key for production is @@ and it works',
        'here is the access token: is it @@'.replace(': is it', ' is'),
        'use the API key @@ for this',
        'the secret key was @@',
        'My OpenAI token is @@',
        'Please use token @@ from now on',
        'the webhook secret is @@',
        'The bot token is "@@"',
        'set the api key to @@',
        'our private key is @@',
        'The Twilio secret is @@',
        'the license key is @@',
        'authenticate with the bearer token @@',
      ]),
    ),
  'one-time codes in sentences': (random) =>
    plant(
      code(random),
      random.pick([
        'your one-time code is @@',
        '@@ is your verification code',
        'Your verification code is @@.',
        'Your login code is: @@',
        '@@ is your Example login code',
        'Use @@ as your one-time password',
        'Your OTP is @@',
        'the 2FA code is @@',
        'My PIN is @@',
        'The security code is @@',
        'OTP @@ expires soon',
        'enter code @@ to continue',
        'Your code is @@',
        'your authentication code is @@',
        '@@ is your confirmation code.',
        'the SMS code was @@',
        'verification code @@',
      ]),
    ),
};

const sentences = [
  'the token is expired', 'the password is 8 characters long', 'use password managers', 'the password is required',
  'The key is 12 cm long', 'token 5 of 10', 'the password has been reset', 'password is case sensitive',
  'your code is ready for review', 'the code is 4821', 'a code of 200 is fine', 'status code 404', 'zip code 90210',
  'exit code 1234', 'error code 5001', 'the token limit is 128000', 'the secret is out', 'pass 2 of 3',
  'The API key is missing', 'this token is used twice', 'with 2048 tokens', 'the session key was rotated in 2026',
  'password policy 2026-11', 'area code 2125', 'the pin is broken', 'a password with 12 characters',
  'country code is 4411', 'the password was changed 3 days ago', 'my secret is that I like tea', 'use code blocks',
  'passwords were reset in 2024.', 'The key to success is 100% effort', 'is your 3rd code review done',
  'the token is valid for 3600 seconds', 'my password is too short', 'Your password is about to expire in 14 days',
  'change the password to something else', 'the login is at 10:30', 'your password has been set to expire',
  'enter the code from the app', 'your key is in the door', 'The public key is available',
]; // biome-ignore format: a list

describe('a secret in prose', () => {
  it.each(Object.entries(kinds))('is replaced: %s', (_, make) => {
    expect(above5Percent(missedOf(many(41, make), 'SECRET'), casesPerKind)).toEqual([]);
  });

  it('is absent from ordinary sentences', () => expect(changedOf(sentences)).toEqual([]));

  it('is replaced as a whole', () => {
    const key = 'q1'.repeat(42);
    expect(redactText(`the Stripe key is ${key}`)).toBe('the Stripe key is [SECRET]');
  });
});
