import { describe, expect, it } from 'vitest';
import { alphabets, listedKeys } from '../../lib/redaction/rules/provider-key-list.ts';
import { redactText } from '../support/redaction.ts';
import { Random } from './generated.ts';

const keysPerRule = 3;
/** The characters of an alphabet such as `A-Za-z0-9_-`. */
const charactersOf = (alphabet: string): string =>
  Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at))
    .filter((char) => new RegExp(`[${alphabet}]`).test(char) && /[\w-]/.test(char))
    .join('');
const uuid = (random: Random): string =>
  [8, 4, 4, 4, 12].map((count) => random.chars('0123456789abcdef', count)).join('-');

describe('the listed keys of providers', () => {
  it.each(listedKeys.map((key) => [key.vendor, key.prefixes.join(' '), key] as const))(
    'of %s are replaced after %s',
    (_, __, { prefixes, alphabet, minChars, maxChars }) => {
      const random = new Random(minChars + maxChars);
      const body = (): string => {
        const characters = charactersOf(alphabets[alphabet]);
        const made = random.chars(characters, random.int(minChars, Math.min(maxChars, minChars + 40)) - 3);
        return alphabet === 'u' ? uuid(random) : `${random.digits(1)}${alphabet === 'A' ? 'A' : 'a'}${made}7`;
      };
      const keys = prefixes.flatMap((prefix) => Array.from({ length: keysPerRule }, () => prefix + body()));
      for (const key of keys) {
        expect(redactText(`it uses ${key}, I think`)).toBe('it uses [SECRET], I think');
        expect(redactText(`{"x":"${key}"} and`)).toBe('{"x":"[SECRET]"} and');
      }
    },
  );

  const random = new Random(7);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  it.each([
    ['Telegram', () => `AA${random.chars(letters, 33)}`, '7123456789:'],
    [
      'Discord',
      () => `M${random.chars(letters, 25)}.G${random.chars(letters, 5)}.${random.chars(letters, 38)}`,
      '',
    ],
    ['Azure', () => `${random.chars(letters, 32)}JQQJ99${random.chars(letters, 46)}`, ''],
    ['OpenAI', () => `sk-${'proj-'}${random.chars(letters, 48)}`, ''],
    ['Anthropic', () => `sk-${'ant-api03-'}${random.chars(letters, 93)}AA`, ''],
    ['GitHub', () => `gh${'p_'}${random.chars(letters, 36)}`, ''],
    ['Hugging Face', () => `h${'f_'}${random.chars(letters, 34)}`, ''],
  ])('of %s are replaced', (_, make, before) => {
    for (let count = 0; count < keysPerRule; count++)
      expect(redactText(`use ${before}${make()} now`)).toBe(`use ${before}[SECRET] now`);
  });

  it.each([
    're_export_all_of_the_modules_here', 'pa-rt_of_a_longer_name_that_goes_further_than_expected',
    'fw_update_available_notification', 'api-gateway-for-the-internal-services-of-ours', 'key_value_store_with_a_long_name',
    'secret-management-for-the-cloud-native-world-2', 'as-soon-as-possible-please-and-thank-you', 'patterns-of-software',
    'client-side-rendering-without-hydration-in-2026', 'mob-programming', 'npm_config_registry_of_the_company_proxy',
  ])('exclude the ordinary name %s', (text) => expect(redactText(`see ${text} there`)).toBe(`see ${text} there`)); // biome-ignore format: a list
});
