import type { Canary } from './canaries.ts';

/** Something that was written or sent while the agents ran. */
export interface Haystack {
  readonly name: string;
  readonly text: string;
}

/** Returns the canaries that occur in a haystack. */
export const findLeaks = (planted: readonly Canary[], { text }: Haystack): readonly Canary[] =>
  planted.filter(({ needles }) => needles.some((needle) => text.includes(needle)));

/** Returns the number of redacted places, which shows that there was something to redact. */
export const countLabels = ({ text }: Haystack): number =>
  text.match(/\[(?:EMAIL|PHONE|SSN|CREDIT_CARD|IP|IBAN|SECRET)\b/g)?.length ?? 0;
