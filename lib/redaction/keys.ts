import { BoundedMap } from '../primitives/index.ts';
import { isStreamName } from './deltas.ts';
import { isValueKey } from './named-pairs.ts';
import type { BuiltinLabel } from './rule.ts';
import { hintOf, isNarrowName, isThingKey } from './rules/index.ts';

/** What an object key reveals about its value under a policy. */
export interface KeyInfo {
  /** The key itself contains no personal data. */
  readonly isClean: boolean;
  /** The kind of data that the key announces. */
  readonly hint: BuiltinLabel | undefined;
  /** The hint does not apply to members of an object under this key. */
  readonly isNarrow: boolean;
  /** The key holds the value of a name/value pair. */
  readonly isValue: boolean;
  /** The key names goods or a record, so that a bare number is neither a card nor a telephone number. */
  readonly isThing: boolean;
  /** Strings of an array under this key form one text. */
  readonly isStream: boolean;
}

const maxCachedKeys = 5000;

/** Creates a function that classifies object keys and caches the results. */
export function createKeyClassifier(
  isClean: (key: string) => boolean,
  hides: (hint: BuiltinLabel) => boolean,
): (key: string) => KeyInfo {
  const cache = new BoundedMap<string, KeyInfo>(maxCachedKeys);
  return (key) => {
    const cached = cache.get(key);
    if (cached) return cached;
    const hint = hintOf(key);
    const info: KeyInfo = {
      isClean: isClean(key),
      hint: hint && hides(hint) ? hint : undefined,
      isNarrow: isNarrowName(key),
      isValue: isValueKey(key),
      isThing: isThingKey(key),
      isStream: isStreamName(key),
    };
    cache.set(key, info);
    return info;
  };
}
