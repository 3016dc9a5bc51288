import type { Rule } from '../rule.ts';
import { creditCard } from './credit-card.ts';
import { email } from './email.ts';
import { phone } from './phone.ts';
import { ssn } from './ssn.ts';

/** The rules that are on by default. Where two claim the same characters, the earlier one has them. */
export const builtinRules: readonly Rule[] = [email, creditCard, ssn, phone];
