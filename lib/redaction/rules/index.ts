import type { Rule } from '../rule.ts';
import { assignedSecret } from './assigned-secret.ts';
import { creditCard } from './credit-card.ts';
import { email } from './email.ts';
import { iban } from './iban.ts';
import { ip } from './ip.ts';
import { namedSecret } from './named-secret.ts';
import { phone } from './phone.ts';
import { secret } from './secret.ts';
import { ssn } from './ssn.ts';
import { statedSecret } from './stated-secret.ts';
import { url } from './url.ts';

export { isWholly } from './named-values.ts';
export { isThingKey } from './other-numbers.ts';
export { isPlaceholder } from './placeholders.ts';
export { isExplanation } from './secret-value.ts';
export { hintOf, isDoubtfulName, isNarrowName } from './sensitive-names.ts';

/** All built-in rules. An earlier rule wins when two match the same text. */
export const builtinRules: readonly Rule[] = [
  url,
  secret,
  assignedSecret,
  email,
  iban,
  ip,
  creditCard,
  ssn,
  phone,
  namedSecret,
  statedSecret,
];
