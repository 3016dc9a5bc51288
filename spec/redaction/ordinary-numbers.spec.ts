import { describe, expect, it } from 'vitest';
import { above5Percent, casesPerKind, changedOf, many, type Random } from './generated.ts';

const decimal = (random: Random): string =>
  `${random.pick(['0', '0', '0', '1', '7', '12', '-0', '-1'])}.${random.pick(['', '0', '00', '0000'])}${random.digits(random.int(6, 14))}`;
const two = (random: Random, max: number): string => String(random.int(1, max)).padStart(2, '0');
const year = (random: Random): string => `${random.pick(['19', '20'])}${random.digits(2)}`;
const date = (random: Random): string => `${year(random)}-${two(random, 12)}-${two(random, 28)}`;
const time = (random: Random): string => `${two(random, 23)}:${two(random, 59)}:${two(random, 59)}`;
const plain = (random: Random): string => random.digits(random.int(14, 16));

const isbn = (random: Random): string =>
  random.pick([
    `97${random.pick(['8', '9'])}${random.fill('-#-##-######-#')}`,
    random.fill('978-0-###-#####-#'),
    random.fill('979 1 ### ##### #'),
    random.fill('0-###-#####-#'),
    random.fill('3-##-######-X'),
    random.fill('978##########'),
  ]);

const kinds: { readonly [kind: string]: (random: Random) => string } = {
  'embeddings, losses and latencies': (random) =>
    random.pick([
      `p99 ${decimal(random)}`,
      `{"price":"${decimal(random)}"}`,
      `[${decimal(random)}, ${decimal(random)},${decimal(random)}]`,
      `loss=${decimal(random)} step=${random.int(1, 900)}`,
      `${decimal(random)} ${decimal(random)} ${decimal(random)}`,
      `took ${decimal(random)}s`,
      `score: ${decimal(random)}`,
      `"embedding": [${decimal(random)},\n${decimal(random)}]`,
      `call ${decimal(random)}`,
      decimal(random),
    ]),
  'dates and times': (random) =>
    random.pick([
      `${date(random)} ${time(random)}`,
      `${date(random)}T${time(random)}.${random.digits(3)}Z`,
      `${date(random).replaceAll('-', '/')} ${time(random)}`,
      `${two(random, 28)}.${two(random, 12)}.${year(random)} ${time(random)}`,
      `${date(random).replaceAll('-', '')} ${time(random).replaceAll(':', '')}`,
      `${date(random).replaceAll('-', '')}-${time(random).replaceAll(':', '')}`,
      `from ${date(random)} to ${date(random)}`,
      `${two(random, 12)}/${two(random, 28)}/${year(random)} ${two(random, 12)}:30 PM`,
      `${date(random)} ${random.digits(4)} ${random.digits(4)}`,
      `${year(random)}-${year(random)}`,
      `${two(random, 28)}-${two(random, 12)}-${year(random)} 14.30`,
      `${date(random)}-${two(random, 23)}-${two(random, 59)}-${two(random, 59)}`,
      `${year(random)} ${two(random, 12)} ${two(random, 28)} ${two(random, 23)} ${two(random, 59)}`,
    ]),
  'heads of log lines': (random) =>
    random.pick([
      `${date(random)} ${time(random)},${random.digits(3)} ${random.digits(4)} INFO started`,
      `[${date(random)} ${time(random)}.${random.digits(6)}] ${random.digits(5)} WARN slow`,
      `I${two(random, 12)}${two(random, 28)} ${time(random)}.${random.digits(6)} ${random.digits(5)} main.go:${random.digits(3)}]`,
      `${random.digits(10)}.${random.digits(6)} ${random.digits(4)} ${random.digits(3)}`,
      `E/${random.digits(4)}-${random.digits(4)}: ${time(random)}`,
      `${two(random, 12)}-${two(random, 28)} ${time(random)}.${random.digits(3)} ${random.digits(5)} ${random.digits(5)} D Tag: x`,
      `[${random.digits(5)}.${random.digits(6)}] usb ${random.int(1, 9)}-${random.int(1, 9)}: new device`,
      `${date(random)} ${time(random)} ${random.digits(4)} GET /index 200 ${random.digits(6)}`,
    ]),
  'part numbers and ISBN': (random) =>
    random.pick([
      `ISBN ${isbn(random)}`,
      `ISBN-13: ${isbn(random)}`,
      `isbn=${isbn(random)}`,
      `{"isbn":"${isbn(random)}"}`,
      `part no. ${random.fill('###-##-####')}`,
      `Part number ${random.fill('NNN-NNN-####')}`,
      `P/N ${random.fill('###-####-###')}`,
      `SKU: ${random.fill('###-###-####')}`,
      `model ${random.fill('###-##-####')}`,
      `serial ${random.fill('###-##-####')}`,
      `EAN ${random.digits(13)}`,
      `art. ${random.fill('###.###.##')}`,
      `item ${random.fill('NNN.NNN.####')}`,
      `ISSN ${random.fill('####-####')}`,
    ]),
  'bare ids of 14 to 16 digits': (random) =>
    random.pick([
      `order ${plain(random)}`,
      `tracking ${plain(random)}`,
      `Tracking number: ${plain(random)}`,
      `IMEI ${random.digits(15)}`,
      `order id ${plain(random)}`,
      `{"orderId":"${plain(random)}"}`,
      `{"tracking_number":"${plain(random)}"}`,
      `imei=${random.digits(15)}`,
      `shipment #${plain(random)}`,
      `request ${plain(random)} failed`,
      `ticket ${plain(random)}`,
      `ts=${random.fill('17##########000')}`,
      `transaction ${plain(random)}`,
      `parcel ${plain(random)}, delivered`,
      `user_id: ${plain(random)}`,
    ]),
  'scopes and slices in code': (random) =>
    random.pick([
      `${random.pick(['Dec', 'Face', 'Cafe', 'Ad', 'Bed', 'abc'])}::${random.pick(['bcd', 'add', 'fade', 'decode', 'bed'])}`,
      `y[${random.int(0, 9)}::${random.int(2, 9)}]`,
      `a[::${random.int(2, 9)}]`,
      `x[${random.int(1, 99)}::]`,
      `df.iloc[::${random.int(2, 99)}, ${random.int(0, 9)}]`,
      `use ${random.pick(['bed', 'ace', 'dad'])}::${random.pick(['fee', 'Cab', 'decade'])};`,
      `b[${random.int(1, 9)}::${random.int(1, 9)}] + c[::${random.int(2, 5)}]`,
      `seq[a::b]`,
    ]),
};

describe('ordinary numbers', () => {
  it.each(Object.entries(kinds))('are not personal data as %s', (_, make) => {
    const wrong = changedOf(many(20, make));
    expect(above5Percent(wrong, casesPerKind)).toEqual([]);
  });

  it('are personal data beside a word that announces it', () => {
    const texts = [
      'phone 0612345678',
      'card 4111111111111111 for order 12',
      'from fe80::12 and [::1]:80',
      'Tel. 0.151.2345.6789',
    ];
    expect(changedOf(texts)).toHaveLength(texts.length);
  });
});
