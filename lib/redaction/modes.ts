import { createHmac } from 'node:crypto';
import type { PiiMode } from '../model/index.ts';
import { BoundedMap } from '../primitives/index.ts';
import { fold } from './fold.ts';

/** Returns the replacement for a matched value. */
export type Replacer = (label: string, value: string) => string;

const digestChars = 8;
const phoneDigits = 10;

/** Creates a replacer that writes the label and a keyed digest. Different spellings of a value share a digest. */
export const toDigest =
  (key: string): Replacer =>
  (label, value) =>
    `[${label}:${digestOf(key, label, value)}]`;

function digestOf(key: string, label: string, value: string): string {
  const input = `${label} ${canonical(label, value)}`;
  return createHmac('sha256', key).update(input).digest('hex').slice(0, digestChars);
}

function canonical(label: string, value: string): string {
  const folded = (fold(value)?.text ?? value).toLowerCase();
  switch (label) {
    case 'PHONE':
      return folded.replace(/\D/g, '').slice(-phoneDigits);
    case 'SSN':
    case 'CREDIT_CARD':
      return folded.replace(/\D/g, '');
    case 'IBAN':
      return folded.replace(/[^a-z0-9]/g, '');
    case 'SECRET':
      return value;
    default:
      return folded;
  }
}

/** Returns a function that creates the replacer of a mode for a session. */
export function createReplacers(mode: PiiMode, digestKey: string): (sessionId: string) => Replacer {
  const replacer: Replacer =
    mode === 'hash' ? toDigest(digestKey) : mode === 'remove' ? () => '' : (label) => `[${label}]`;
  return mode === 'pseudonym' ? createPseudonyms(digestKey) : () => replacer;
}

const maxSessions = 256;
const maxValues = 1024;

interface Pseudonyms {
  /** Numbers by digest. The hidden values themselves are not stored. */
  readonly numbers: Map<string, number>;
  readonly last: Map<string, number>;
}

/** Numbers values in order of appearance, up to 1,024 values in each of the 256 most recent sessions. */
function createPseudonyms(digestKey: string): (sessionId: string) => Replacer {
  const sessions = new BoundedMap<string, Pseudonyms>(maxSessions);
  return (sessionId) => {
    const known = sessions.get(sessionId) ?? { numbers: new Map(), last: new Map() };
    sessions.set(sessionId, known);
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
