/** A piece of made-up personal data, and its place. */
export interface Canary {
  readonly place: string;
  /** Texts that are a leak anywhere: the piece itself, and the piece without separators. */
  readonly needles: readonly string[];
}

/** Kinds of canaries. */
export type CanaryKind = 'email' | 'phone' | 'ssn' | 'card' | 'iban' | 'ip' | 'key' | 'password';

/** Creates unique canaries and remembers their places. */
export class Planter {
  readonly #planted: Canary[] = [];

  /** All canaries so far. */
  get planted(): readonly Canary[] {
    return this.#planted;
  }

  /** Returns a new piece of a kind for a place. */
  plant(place: string, kind: CanaryKind): string {
    const piece = pieces[kind](this.#planted.length + 11);
    const bare = piece.replace(/[\s()+-]/g, '');
    this.#planted.push({ place, needles: bare === piece ? [piece] : [piece, bare] });
    return piece;
  }

  /** Returns a new piece of a kind as a number. */
  plantNumber(place: string, kind: 'phone' | 'ssn'): number {
    return Number(this.plant(place, kind).replace(/\D/g, '').slice(-10));
  }
}

const pieces: { readonly [kind in CanaryKind]: (number: number) => string } = {
  email: (number) => `canary.${number}@leak${number}.example.org`,
  phone: (number) => `+1 415 555 ${2000 + number}`,
  ssn: (number) => `219-09-${3000 + number}`,
  card: (number) => withLuhnDigit(`411111111111${100 + number}`),
  iban: (number) => withIbanDigits(`37040044053201${3000 + number}`),
  ip: (number) => `203.0.113.${number}`,
  key: (number) => `sk-canary${number}A1b2C3d4E5f6G7h8${number}`,
  password: (number) => `canary-${number}-hunter`,
};

function withLuhnDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = at % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const ibanModulus = 97n;
const germany = '131400';

function withIbanDigits(account: string): string {
  const check = 98n - (BigInt(account + germany) % ibanModulus);
  return `DE${String(check).padStart(2, '0')}${account}`;
}
