import { createHmac } from 'node:crypto';
import { fold } from './fold.ts';

/**
 * Replacement of personal data: `label` writes its kind (`[EMAIL]`), `hash` adds a keyed digest
 * (`[EMAIL:1f0c9a7e]`), `pseudonym` adds a number that is stable in a session (`[EMAIL_1]`), `remove` writes
 * nothing.
 */
export type PiiMode = 'label' | 'hash' | 'remove' | 'pseudonym';

/** All modes, for validation. */
export const piiModes = ['label', 'hash', 'remove', 'pseudonym'] as const satisfies readonly PiiMode[];

/** Returns the replacement for a piece of personal data. */
export type Replacer = (label: string, value: string) => string;

const digestChars = 8;
const phoneDigits = 10;

/**
 * Returns a function that writes the label with a keyed digest of the value. Different spellings of a value
 * get the same digest.
 */
export const toDigest =
  (key: string): Replacer =>
  (label, value) =>
    `[${label}:${digestOf(key, label, value)}]`;

function digestOf(key: string, label: string, value: string): string {
  const same = `${label} ${canonical(label, value)}`;
  return createHmac('sha256', key).update(same).digest('hex').slice(0, digestChars);
}

function canonical(label: string, value: string): string {
  const read = (fold(value)?.text ?? value).toLowerCase();
  switch (label) {
    case 'PHONE':
      return read.replace(/\D/g, '').slice(-phoneDigits);
    case 'SSN':
    case 'CREDIT_CARD':
      return read.replace(/\D/g, '');
    case 'IBAN':
      return read.replace(/[^a-z0-9]/g, '');
    case 'SECRET':
      return value;
    default:
      return read;
  }
}

/** Creates the replacement function of a mode for each session. */
export function createReplacers(mode: PiiMode, digestKey: string): (sessionId: string) => Replacer {
  const replacer: Replacer =
    mode === 'hash' ? toDigest(digestKey) : mode === 'remove' ? () => '' : (label) => `[${label}]`;
  return mode === 'pseudonym' ? createPseudonyms(digestKey) : () => replacer;
}

const maxSessions = 256;
const maxValues = 1024;

interface Pseudonyms {
  /** Numbers by digest, so that no personal data is kept. */
  readonly numbers: Map<string, number>;
  readonly last: Map<string, number>;
}

/** Numbers values in the order of appearance. The oldest sessions and values beyond 1,024 are forgotten. */
function createPseudonyms(digestKey: string): (sessionId: string) => Replacer {
  const sessions = new Map<string, Pseudonyms>();
  return (sessionId) => {
    const known = sessions.get(sessionId) ?? { numbers: new Map(), last: new Map() };
    sessions.delete(sessionId);
    sessions.set(sessionId, known);
    const [oldest] = sessions.keys();
    if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
    return (label, value) => {
      const number = numberOf(known, label, digestOf(digestKey, label, value));
      return number === undefined ? `[${label}]` : `[${label}_${number}]`;
    };
  };
}

function numberOf({ numbers, last }: Pseudonyms, label: string, digest: string): number | undefined {
  const id = `${label}:${digest}`;
  const number = numbers.get(id);
  if (number !== undefined || numbers.size >= maxValues) return number;
  const next = (last.get(label) ?? 0) + 1;
  last.set(label, next);
  numbers.set(id, next);
  return next;
}
