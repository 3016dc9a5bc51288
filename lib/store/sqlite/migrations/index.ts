import { sessions } from './0001-sessions.ts';
import { continuedSessions } from './0002-continued-sessions.ts';
import { redactionPolicies } from './0003-redaction-policies.ts';
import { policyChanges } from './0004-policy-changes.ts';

/** All migrations in order. `user_version` of a database counts the applied ones. */
export const migrations: readonly string[] = [sessions, continuedSessions, redactionPolicies, policyChanges];
