import type { PolicyDescription } from '../../../query/index.ts';

/** What a kind of personal data includes, by label. */
export const kindTexts: { readonly [label: string]: string } = {
  EMAIL: 'E-mail addresses in any script',
  PHONE: 'Telephone numbers, national and international',
  SSN: 'US social security and taxpayer numbers',
  CREDIT_CARD: 'Payment card numbers',
  IP: 'IP addresses, versions 4 and 6',
  IBAN: 'Bank account numbers',
  SECRET: 'Keys, tokens, passwords, private keys, cookies',
  URL: 'Addresses of web pages and services',
};

/** Labels of the policy fields. */
export const fieldTexts: { readonly [field: string]: string } = {
  userInput: 'What users say',
  assistantOutput: 'What agents answer',
  toolInput: 'Arguments of tools',
  toolOutput: 'Results of tools',
  metadata: 'Metadata',
  reasoning: 'Reasoning and decisions',
  failureReason: 'Error messages and stacks',
};

/** How each mode replaces an address, and when to use it. */
export const modeTexts: {
  readonly [mode in PolicyDescription['mode']]: { readonly example: string; readonly means: string };
} = {
  label: { example: '[EMAIL]', means: 'its kind' },
  hash: { example: '[EMAIL:1f0c9a7e]', means: 'its kind and a keyed digest, the same for every occurrence' },
  pseudonym: { example: '[EMAIL_1]', means: 'its kind and a number, the same through a session' },
  remove: { example: '', means: 'nothing' },
};

const everything = { enabled: true, mode: 'label' } as const;

/** Returns the current policy as a file for the command. */
export function policyFile({ policy, kinds }: PolicyDescription): string {
  const builtinPatterns = Object.fromEntries(kinds.map(({ pattern, isOn }) => [pattern, isOn]));
  return JSON.stringify({ ...everything, ...policy, builtinPatterns }, undefined, 2);
}
