import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';
import { above5Percent, casesPerKind, many, missedOf, type Planted, type Random } from './generated.ts';

const plant = (hidden: string, text: string): Planted => ({ text: text.replace('@@', () => hidden), hidden });
const words = 'abandon ability able about above absent absorb abstract absurd abuse access accident'.split(
  ' ',
);

/** Layouts of national numbers that are written without a word. */
const national = [
  '015# ########', '017# #######', '0### #######', '030 ########', '040 ### ## ##', '6## ## ## ##', '7## ### ###', '91# ### ###', '6## ### ###',
  '## ## ## ##'.replace('#', 'N'), '2# ## ## ##', '91# ### ###', '96# ### ###', '50# ### ###', '60# ### ###', '72# ### ###',
  '8### ####', '9### ####', '06 ## ## ## ##', '01 ## ## ## ##', '020 7### ####', '07### ######', '06-########', '0## ### ## ##',
  '0N1 234 56 78', '3## ### ####', '0N# #### ####', '0N## ### ###', '8 9## ### ## ##', '070-### ## ##', '04## ### ###',
]; // biome-ignore format: a list

function withCheckDigit(random: Random, start: string, length: number): string {
  const body = start + random.digits(length - start.length - 1);
  for (let last = 0; last < 10; last++) {
    let sum = 0;
    [...`${body}${last}`].reverse().forEach((digit, at) => {
      const doubled = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
      sum += doubled > 9 ? doubled - 9 : doubled;
    });
    if (sum % 10 === 0) return `${body}${last}`;
  }
  return body;
}
const grouped = (digits: string, separator: string): string =>
  digits.replace(/(.{4})(?=.)/g, `$1${separator}`);

const kinds: { readonly [label: string]: readonly [string, (random: Random) => Planted] } = {
  'national telephone numbers without a word': [
    'PHONE',
    (random) =>
      plant(
        random.fill(random.pick(national)).replace(/^000/, '030'),
        random.pick(['@@', 'Anna Meier, @@', '- @@ (Jan)', 'Jan @@', 'Kontakt: @@']),
      ),
  ],
  'cards with a wrong check digit beside a word': [
    'CREDIT_CARD',
    (random) => {
      const right = withCheckDigit(random, random.pick(['4', '51', '55']), 16);
      const wrong = right.slice(0, -1) + ((Number(right.at(-1)) + 3) % 10);
      return plant(
        random.pick([wrong, grouped(wrong, ' '), grouped(wrong, '-')]),
        random.pick([
          'card number @@',
          'Card: @@',
          'credit card @@',
          'my visa is @@',
          'Kreditkarte: @@',
          'cc @@',
        ]),
      );
    },
  ],
  'cards in rare layouts': [
    'CREDIT_CARD',
    (random) => {
      const card = withCheckDigit(random, '4', 16);
      return random.pick([
        plant(grouped(card, '_'), 'pay @@ now'),
        plant(`${card}^DOE/JANE^2812101000000000000?`, '%B@@'),
        plant(`${card}=28121010000000000000?`, 'track ;@@'),
        plant(withCheckDigit(random, '62', 19), 'UnionPay @@'),
        plant(withCheckDigit(random, '621700', 19), 'pay with @@ please'),
      ]);
    },
  ],
  'bank accounts with wrong check digits beside a word': [
    'IBAN',
    (random) => {
      const account = random.pick([
        `DE12${random.digits(18)}`,
        `FR76${random.digits(23)}`,
        `ES91${random.digits(20)}`,
        `NL91ABNA${random.digits(10)}`,
      ]);
      return plant(
        random.pick([account, grouped(account, ' ')]),
        random.pick(['IBAN: @@', 'IBAN @@', 'my IBAN is @@', 'iban=@@', 'account (IBAN) @@']),
      );
    },
  ],
  'keys and phrases of wallets': [
    'SECRET',
    (random) => {
      const phrase = many(random.int(1, 9999), (other) => other.pick(words), 12).join(' ');
      const key = `0x${random.chars('0123456789abcdef', 64)}`;
      return random.pick([
        plant(phrase, random.pick(['seed phrase: "@@"', 'mnemonic: "@@"', 'SEED_PHRASE="@@"'])),
        plant(
          key,
          random.pick(['private key: @@', 'PRIVATE_KEY=@@', 'my private key is @@', 'privateKey: "@@"']),
        ),
      ]);
    },
  ],
};

describe('numbers and addresses', () => {
  it.each(Object.entries(kinds))('are found: %s', (_, [label, make]) => {
    expect(above5Percent(missedOf(many(61, make), label), casesPerKind)).toEqual([]);
  });

  it.each([
    ['203.0.113.7-203.0.113.99', '[IP]-[IP]'],
    ['range 10.0.0.1-10.0.0.20 ok', 'range [IP]-[IP] ok'],
  ])('are found in %s', (text, expected) => expect(redactText(text)).toBe(expected));

  it.each([
    'look at the dot com boom',
    'meet at noon',
    '12 345 678 users',
    'it costs 612 345 678 EUR',
    '1 234 567 890',
    'population 8123 4567 rows',
  ])('are absent from %s', (text) => expect(redactText(text)).toBe(text));
});
