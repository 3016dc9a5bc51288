import { createHmac } from 'node:crypto';
import { fold } from './fold.ts';

/**
 * What stands where personal data stood: `label` its kind (`[EMAIL]`), `hash` its kind and a keyed digest
 * (`[EMAIL:1f0c9a7e]`), `remove` nothing, `pseudonym` its kind and a number (`[EMAIL_1]`) that stays the same
 * through a session.
 */
export type PiiMode = 'label' | 'hash' | 'remove' | 'pseudonym';

/** All modes, for the door that checks them. */
export const piiModes = ['label', 'hash', 'remove', 'pseudonym'] as const satisfies readonly PiiMode[];

/** What to write for a piece of personal data. */
export type Wording = (label: string, value: string) => string;

const digestChars = 8;
const phoneDigits = 10;

/** The label with a keyed digest of what it hides. However a value is written, its digest is the same. */
export const toDigest =
  (key: string): Wording =>
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

/** The wording of a mode, for each session. */
export function createWordings(mode: PiiMode, digestKey: string): (sessionId: string) => Wording {
  const wording: Wording =
    mode === 'hash' ? toDigest(digestKey) : mode === 'remove' ? () => '' : (label) => `[${label}]`;
  return mode === 'pseudonym' ? createPseudonyms(digestKey) : () => wording;
}

const maxSessions = 256;
const maxValues = 1024;

interface Pseudonyms {
  /** Number by digest: what is hidden is not kept. */
  readonly numbers: Map<string, number>;
  readonly last: Map<string, number>;
}

/** Numbers in the order of appearance. Of the oldest sessions, and of the values beyond 1,024, none are kept. */
function createPseudonyms(digestKey: string): (sessionId: string) => Wording {
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
