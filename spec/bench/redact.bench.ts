import type { Snapshot } from '../../lib/model/index.ts';
import { createPriceList, priceOf } from '../../lib/pricing/index.ts';
import { createRedactor, strictPolicy } from '../../lib/redaction/index.ts';
import { ValueRedactor } from '../../lib/redaction/value-redactor.ts';
import { callsPerSecond, compare } from './speed.ts';

const session = createRedactor(strictPolicy, 'key').session('sess_1');
const redact = (value: Snapshot) => new ValueRedactor(session).value(value);

const sentences = [
  'Thanks for reaching out, I looked into the order you asked about.',
  'The parcel left our warehouse this morning and should arrive soon.',
  'Could you tell me whether the invoice was addressed to the right company?',
  'I have forwarded your question to a colleague who knows the billing system well.',
  'Please note that refunds take a few working days, depending on your bank.',
  'The customer says that the app closes by itself right after logging in.',
  'We tried three well-known fixes, and none of them helped so far.',
  'Let me summarise what has happened: the device was replaced in May 2026.',
  'If the problem comes back, restart the application and write to us again.',
  'Your subscription renews at the end of the month (you can cancel before).',
  'Order ORD-12345 has 2 items and was placed on 2026-11-02.',
  'Our team in Lisbon will take over from here and keep you posted.',
];
const personal = [
  'john.smith@example.com',
  '+1 415 555 2671',
  '4111 1111 1111 1111',
  '192.0.2.10',
  '123-45-6789',
  '(212) 736-5000',
  'DE89 3704 0044 0532 0130 00',
];

const textChars = 2048;
/** More than the redactor remembers, so that it reads each of them anew. */
const manyTexts = 480;
const manyObjects = 120;

/** A word for each number, without digits. */
const wordFor = (seed: number): string =>
  [seed, seed / 26, seed / 676].map((digit) => String.fromCharCode(97 + (Math.floor(digit) % 26))).join('');

/** About 2 KB of an assistant's prose, with some items of personal data in it. */
function prose(seed: number, items: number): string {
  let text = `About ${wordFor(seed)}: `;
  for (let at = seed, placed = 0; text.length < textChars; at += 5) {
    text += `${sentences[at % sentences.length]} `;
    if (placed < items && text.length > (textChars * (placed + 1)) / (items + 1)) {
      text += `You can use ${personal[(seed + placed++) % personal.length]} for that. `;
    }
  }
  return JSON.parse(JSON.stringify(text));
}

const texts = Array.from({ length: manyTexts }, (_, seed) => ({
  clean: prose(seed, 0),
  typical: prose(seed, 3),
}));

const digits = (seed: number, count: number): string =>
  String(1e16 + ((seed * 2_654_435_761) % 9e15)).slice(2, 2 + count);
/** What agents read and write: results of tools, logs, code, and chat with ids and numbers. */
const agentParts: readonly ((seed: number) => string)[] = [
  (seed) =>
    `{"results":[{"id":"ord_${digits(seed, 12)}","total":${digits(seed, 3)}.${digits(seed + 1, 2)},"createdAt":"2026-11-${10 + (seed % 20)}T09:${10 + (seed % 50)}:12.${digits(seed, 3)}Z","status":"shipped"},{"id":"ord_${digits(seed + 3, 12)}","score":0.${digits(seed, 9)}}]}`,
  (seed) =>
    `2026-11-${10 + (seed % 20)} 08:12:${10 + (seed % 50)},${digits(seed, 3)} INFO [worker-${seed % 9}] request ${digits(seed, 8)}-${digits(seed + 1, 4)} took ${digits(seed, 3)}ms status=200 bytes=${digits(seed, 5)}`,
  (seed) =>
    `const total${seed % 7} = items.map((item) => item.price * 1.${digits(seed, 2)}).reduce((sum, next) => sum + next, 0); // ${wordFor(seed)}`,
  (seed) =>
    `Order ${digits(seed, 8)} has ${seed % 9} items and costs ${digits(seed, 2)}.${digits(seed + 1, 2)} EUR. ${sentences[seed % 12]}`,
  (seed) =>
    seed % 11 === 0
      ? `Write to ${wordFor(seed)}@example.com or call +1 415 555 26${10 + (seed % 80)}.`
      : `See step ${seed % 30} of ${wordFor(seed)}.`,
];

function agentProse(seed: number): string {
  let text = '';
  for (let at = seed * 7; text.length < textChars; at++)
    text += `${agentParts[at % agentParts.length]?.(at)}\n`;
  return JSON.parse(JSON.stringify(text));
}

/** What a model call and a tool call are made of. */
const objects: readonly Snapshot[] = Array.from({ length: manyObjects }, (_, seed) => ({
  model: 'gpt-4o-mini',
  temperature: 0.7,
  messages: [
    { role: 'system', content: sentences[seed % 12] as string },
    { role: 'user', content: [{ type: 'text', text: sentences[(seed + 3) % 12] as string }] },
    {
      role: 'assistant',
      content: [{ type: 'tool-call', toolCallId: 'call_abc', args: { orderId: 'ORD-12', limit: 5 } }],
    },
  ],
  usage: { inputTokens: 1234, outputTokens: 56, cachedInputTokens: null },
  items: Array.from({ length: 20 }, (_, item) => ({
    id: item,
    sku: `SKU-${item}`,
    title: `${sentences[(seed + item) % 12]} ${wordFor(seed * 20 + item)}`,
    price: 19.99,
    tags: ['new', 'blue'],
    inStock: true,
  })),
}));

/** What one would write for the same kinds without thinking of accuracy: one pass of one expression. */
const combined =
  /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|\b\d{3}-\d{2}-\d{4}\b|\b(?:\d[ -]?){13,19}\b|\b(?:\d{1,3}\.){3}\d{1,3}\b|(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}\b|\b[A-Z]{2}\d{2}[A-Z0-9 ]{11,30}\b|\b(?:sk|pk|ghp|xox[bp])[-_][\w-]{16,}/g;

const megabytes = (values: readonly unknown[]): number => JSON.stringify(values).length / 1e6;

function show(title: string, values: readonly unknown[], speeds: { readonly [name: string]: number }): void {
  const size = megabytes(values);
  const columns = Object.entries(speeds).map(([name, speed]) => `${name} ${(speed * size).toFixed(0)} MB/s`);
  process.stdout.write(`${title.padEnd(42)}${columns.join('   ')}\n`);
}

const typical = texts.map((text) => text.typical);
const clean = texts.map((text) => text.clean);
const agentTexts = Array.from({ length: manyTexts }, (_, seed) => agentProse(seed));
let sink = 0;
const use = (value: number) => {
  sink += value;
};
const each =
  <T>(values: readonly T[], work: (value: T) => number) =>
  () => {
    for (const value of values) use(work(value));
  };

const rounded = (value: number): number => Number(value.toFixed(2));
const ratio = (speeds: { readonly [name: string]: number }, other: string): number =>
  rounded((speeds.redact ?? 0) / (speeds[other] ?? 1));

/** Compares redaction with simpler work on the same data, and times the pricing of a call. */
export async function bench(): Promise<Record<string, unknown>> {
  const onTypical = compare({
    redact: each(typical, (text) => (redact(text) as string).length),
    'combined regex': each(typical, (text) => text.replace(combined, '[X]').length),
  });
  show('typical text, 3 items in 2 KB', typical, onTypical);

  const onClean = compare({
    redact: each(clean, (text) => (redact(text) as string).length),
    'JSON.stringify': each(clean, (text) => JSON.stringify(text).length),
  });
  show('clean text', clean, onClean);

  const onAgentText = compare({
    redact: each(agentTexts, (text) => (redact(text) as string).length),
    'JSON.stringify': each(agentTexts, (text) => JSON.stringify(text).length),
  });
  show('agent text: JSON, logs, code, chat', agentTexts, onAgentText);

  const onObjects = compare({
    redact: each(objects, (value) => (redact(value) === value ? 1 : 0)),
    'JSON.stringify': each(objects, (value) => JSON.stringify(value).length),
  });
  show('clean objects', objects, onObjects);

  const prices = createPriceList();
  await prices.load();
  const call = {
    provider: 'openai',
    model: 'gpt-4o-mini',
    usage: { inputTokens: 1200, cacheReadTokens: 200, outputTokens: 80 },
    at: new Date('2026-11-23T10:00:00Z'),
  };
  const pricesPerSecond = callsPerSecond(() => {
    for (let count = 0; count < 1000; count++) use(priceOf(call, prices).status.length);
  });
  if (sink === 0) throw new Error('nothing was measured');
  return {
    vsRegex: ratio(onTypical, 'combined regex'),
    cleanVsStringify: ratio(onClean, 'JSON.stringify'),
    agentTextMbPerSecond: rounded((onAgentText.redact ?? 0) * megabytes(agentTexts)),
    objectsVsStringify: ratio(onObjects, 'JSON.stringify'),
    priceUs: rounded(1e6 / (pricesPerSecond * 1000)),
  };
}
