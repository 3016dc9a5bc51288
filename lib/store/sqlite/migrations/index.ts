import { sessions } from './0001-sessions.ts';
import { continuedSessions } from './0002-continued-sessions.ts';
import { redactionPolicies } from './0003-redaction-policies.ts';
import { policyChanges } from './0004-policy-changes.ts';

/** All changes of the schema, in order. A database's `user_version` counts how many of them it has. */
export const migrations: readonly string[] = [sessions, continuedSessions, redactionPolicies, policyChanges];
