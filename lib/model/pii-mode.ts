/** All replacement modes of redaction. */
export const piiModes = ['label', 'hash', 'remove', 'pseudonym'] as const;

/**
 * The replacement for personal data: `label` (`[EMAIL]`), `hash` with a keyed digest (`[EMAIL:1f0c9a7e]`),
 * `remove` (nothing), or `pseudonym` (`[EMAIL_1]`). A pseudonym keeps its number through a session.
 */
export type PiiMode = (typeof piiModes)[number];
