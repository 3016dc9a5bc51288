import { isStreamName } from './deltas.ts';
import { isValueKey } from './named-pairs.ts';
import type { BuiltinLabel } from './rule.ts';
import { isNarrowName, senseOf } from './rules/index.ts';

/** What a key of an object says, for a policy. */
export interface KeyReading {
  /** Holds no personal data itself. */
  readonly isClean: boolean;
  readonly sense: BuiltinLabel | undefined;
  /** Says nothing of the members of an object under it. */
  readonly isNarrow: boolean;
  /** Holds the value of a name that stands beside it. */
  readonly isValue: boolean;
  /** The strings of an array under it are pieces of one text. */
  readonly isStream: boolean;
}

const maxKnown = 5000;

/** Reads keys, each once: there are far fewer of them than objects. */
export function createKeyReader(
  isClean: (key: string) => boolean,
  hides: (sense: BuiltinLabel) => boolean,
): (key: string) => KeyReading {
  const known = new Map<string, KeyReading>();
  return (key) => {
    const before = known.get(key);
    if (before) return before;
    const sense = senseOf(key);
    const reading: KeyReading = {
      isClean: isClean(key),
      sense: sense && hides(sense) ? sense : undefined,
      isNarrow: isNarrowName(key),
      isValue: isValueKey(key),
      isStream: isStreamName(key),
    };
    if (known.size >= maxKnown) known.clear();
    known.set(key, reading);
    return reading;
  };
}
