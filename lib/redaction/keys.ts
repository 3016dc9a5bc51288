import { isStreamName } from './deltas.ts';
import { isValueKey } from './named-pairs.ts';
import type { BuiltinLabel } from './rule.ts';
import { hintOf, isNarrowName } from './rules/index.ts';

/** The meaning of an object key for a policy. */
export interface KeyReading {
  /** The key itself contains no personal data. */
  readonly isClean: boolean;
  readonly hint: BuiltinLabel | undefined;
  /** The key gives no hint about the members of an object below it. */
  readonly isNarrow: boolean;
  /** The key holds the value for a name in the same object. */
  readonly isValue: boolean;
  /** An array below the key contains pieces of one text. */
  readonly isStream: boolean;
}

const maxKnown = 5000;

/** Creates a reader with a cache, since there are far fewer keys than objects. */
export function createKeyReader(
  isClean: (key: string) => boolean,
  hides: (hint: BuiltinLabel) => boolean,
): (key: string) => KeyReading {
  const known = new Map<string, KeyReading>();
  return (key) => {
    const before = known.get(key);
    if (before) return before;
    const hint = hintOf(key);
    const reading: KeyReading = {
      isClean: isClean(key),
      hint: hint && hides(hint) ? hint : undefined,
      isNarrow: isNarrowName(key),
      isValue: isValueKey(key),
      isStream: isStreamName(key),
    };
    if (known.size >= maxKnown) known.clear();
    known.set(key, reading);
    return reading;
  };
}
