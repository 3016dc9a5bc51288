import { CutString, type Snapshot, type SnapshotObject } from '../model/index.ts';
import { isDoubtfulName, isExplanation, isPlaceholder } from './rules/index.ts';

/** Members beside a token of a text, as in the output of a tokenizer or a model. */
const tokenMembers =
  /^(?:score|logprob|prob|probability|lemma|pos|tag|start|end|offset|index|idx|id|token_?id|bytes|weight|rank|word|special|entity|label|type|freq|frequency|count)$/i;
/** Members beside the number of passed checks. */
const countMembers = /^(?:fail|fails|failed|failures|skip|skipped|total|warn|warnings|pending|errors|ok)$/i;
const costName =
  /(?:per|price|cost|usd|rate|fee)[-_]?(?:(?:input|output|prompt|completion|cached|1k|k)[-_]?)?token$/i;
const plainWord = /^[\s\u0120\u2581#]{0,3}[\p{L}\p{M}'’.,!?-]{1,24}$/u;
const minCode = 1000;

/** True for a member under a secret name that contains a count, a setting, a message or a token of a text. */
export function isOrdinaryMember(name: string, value: Snapshot, around: SnapshotObject): boolean {
  if (costName.test(name)) return true;
  if (typeof value === 'number') return isCount(name, value, around);
  if (typeof value === 'string') return isOrdinaryText(name, value, around);
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === 'string' && isMessage(item))
  );
}

function isCount(name: string, value: number, around: SnapshotObject): boolean {
  if (!isDoubtfulName(name)) return false;
  const isAmount = value < minCode && !/^(?:pin|otp)$/i.test(name);
  return isAmount || hasMember(around, countMembers);
}

function isOrdinaryText(name: string, value: string, around: SnapshotObject): boolean {
  if (isPlaceholder(value) || isMessage(value)) return true;
  if (!/token$/i.test(name) || !plainWord.test(value)) return false;
  return hasMember(around, tokenMembers);
}

const isMessage = (text: string): boolean => isExplanation(text.trim());

function hasMember(around: SnapshotObject, names: RegExp): boolean {
  if (around instanceof CutString) return false;
  for (const name in around) if (names.test(name)) return true;
  return false;
}
