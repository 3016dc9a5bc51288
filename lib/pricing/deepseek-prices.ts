import type { ListedPrice } from './rates.ts';

/** Rates in US dollars per million tokens: input, cache read, output. */
type Triple = readonly [input: number, cacheRead: number, output: number];

const hourS = 3600;
/** Hours of the higher price, in UTC. */
const peaks = [
  { startS: 1 * hourS, endS: 4 * hourS },
  { startS: 6 * hourS, endS: 10 * hourS },
];
/** Working days that are holidays in China, on which the lower price applies all day. */
const holidays = [
  '2026-09-25',
  '2026-10-01',
  '2026-10-02',
  '2026-10-05',
  '2026-10-06',
  '2026-10-07',
] as const;
const offPeak = { startS: 16.5 * hourS, endS: 0.5 * hourS };

const priceOf = (from: string | undefined, [input, cacheRead, output]: Triple): ListedPrice => ({
  ...(from === undefined ? {} : { from }),
  input,
  cacheRead,
  output,
});

/** Returns a price that doubles in the peak hours of working days. */
function withPeaks(from: string, [input, cacheRead, output]: Triple): readonly ListedPrice[] {
  const double = priceOf(from, [input * 2, cacheRead * 2, output * 2]);
  return [
    priceOf(from, [input, cacheRead, output]),
    ...peaks.map((hours) => ({ ...double, hours: { ...hours, weekdays: true, except: holidays } })),
  ];
}

const discounted = (from: string, price: Triple): ListedPrice => ({
  ...priceOf(from, price),
  hours: offPeak,
});

const flash = [
  ...withPeaks('2026-08-17', [0.22, 0.007, 0.66]),
  ...withPeaks('2026-09-10', [0.15, 0.003, 0.6]),
];

/** The two models that were names for the newest one: version 3, then 3.1, 3.2 and 4 Flash. */
const renamed = [
  priceOf('2025-09-05', [0.56, 0.07, 1.68]),
  priceOf('2025-09-29', [0.28, 0.028, 0.42]),
  priceOf('2026-04-24', [0.14, 0.0028, 0.28]),
  ...flash,
];

/**
 * DeepSeek's own prices, which depend on the day and the hour.
 *
 * @see https://api-docs.deepseek.com/quick_start/pricing
 */
export const deepSeekPrices: { readonly [model: string]: readonly ListedPrice[] } = {
  'deepseek/deepseek-chat': [
    priceOf(undefined, [0.27, 0.07, 1.1]),
    discounted('2025-02-26', [0.135, 0.035, 0.55]),
    ...renamed,
  ],
  'deepseek/deepseek-reasoner': [
    priceOf(undefined, [0.55, 0.14, 2.19]),
    discounted('2025-02-26', [0.135, 0.035, 0.55]),
    ...renamed,
  ],
  'deepseek/deepseek-flash': withPeaks('2026-09-10', [0.15, 0.003, 0.6]),
  'deepseek/deepseek-v4-flash': [priceOf(undefined, [0.14, 0.0028, 0.28]), ...flash],
  'deepseek/deepseek-v4-flash-vision-exp': flash,
  'deepseek/deepseek-v4-pro': [
    priceOf(undefined, [0.435, 0.003625, 0.87]),
    ...withPeaks('2026-08-17', [0.66, 0.022, 1.98]),
  ],
};
