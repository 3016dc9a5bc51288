import { redactText } from '../support/redaction.ts';

/** A seeded source of random numbers and texts, so that each run of a spec sees the same cases. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Returns a number from 0 to 1. @see mulberry32, public domain */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Returns an integer from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[this.int(0, values.length - 1)] as T;
  }

  /** Returns characters of an alphabet. */
  chars(alphabet: string, count: number): string {
    let text = '';
    while (text.length < count) text += alphabet[this.int(0, alphabet.length - 1)];
    return text;
  }

  digits(count: number): string {
    return this.chars('0123456789', count);
  }

  /** Returns a text with a random digit for each `#`, from 2 to 9 for each `N`. */
  fill(form: string): string {
    return form.replace(/[#N]/g, (sign) => String(this.int(sign === 'N' ? 2 : 0, 9)));
  }

  /** Returns a password with letters and a digit. */
  password(): string {
    const form = this.int(0, 3);
    if (form === 0) return `${this.pick(words)}${this.pick(words)}${this.digits(2)}`;
    if (form === 1) return `${this.pick(words)}${this.digits(2)}${this.pick(['!', '#', '_x', '%z', '*'])}k`;
    const some = this.chars(letters, this.int(3, 6)) + this.digits(1);
    return form === 2
      ? some + this.chars(letters + digits, 6)
      : `${some}${this.chars('!#%*+_-', 1)}${this.chars(letters, 3)}`;
  }

  /** Returns a key of random letters and digits. */
  key(count = 24): string {
    return `q${this.digits(1)}${this.chars(letters + digits, count - 2)}`;
  }
}

const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '0123456789';
const words = [
  'Sunny',
  'river',
  'Maple',
  'Orbit',
  'Copper',
  'falcon',
  'Tundra',
  'Velvet',
  'harbor',
  'Quartz',
];

/** A text with the part that redaction has to replace. */
export interface Planted {
  readonly text: string;
  readonly hidden: string;
}

export const casesPerKind = 60;

/** Returns `count` made-up values. */
export const many = <T>(seed: number, make: (random: Random, at: number) => T, count = casesPerKind): T[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, at) => make(random, at));
};

/** Returns the planted cases that redaction gets wrong, with its results. */
export const missedOf = (cases: readonly Planted[], label: string): readonly string[] =>
  cases.flatMap(({ text, hidden }) => {
    const at = text.lastIndexOf(hidden);
    const expected = `${text.slice(0, at)}[${label}]${text.slice(at + hidden.length)}`;
    const redacted = redactText(text);
    return redacted === expected ? [] : [`${text} -> ${redacted}`];
  });

/** Returns the texts that redaction changes, with its results. */
export const changedOf = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => {
    const redacted = redactText(text);
    return redacted === text ? [] : [`${text} -> ${redacted}`];
  });

/** Returns the wrong cases when they are more than 5 %, else an empty list. */
export const above5Percent = (wrong: readonly string[], count: number): readonly string[] =>
  wrong.length > count * 0.05 ? wrong : [];
