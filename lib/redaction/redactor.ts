import type { CustomRule } from './custom-rules.ts';
import { fold } from './fold.ts';
import { createKeyReader, type KeyReading } from './keys.ts';
import { createReplacers, type Replacer, toDigest } from './modes.ts';
import type { PiiField, Policy } from './policy.ts';
import type { BuiltinLabel, Span } from './rule.ts';
import { builtinRules, isWholly } from './rules/index.ts';
import { type Found, scan, toRuleTable } from './scan.ts';
import { createTextCache } from './text-cache.ts';

/** A text after redaction. */
export interface RedactedText {
  readonly text: string;
  /** Number of replaced matches. */
  readonly redacted: number;
}

/** Finds and replaces personal data in the texts of one session. */
export interface SessionRedactor {
  key(key: string): KeyReading;
  /** Returns whether values are replaced because of a name with this hint. */
  hides(hint: BuiltinLabel): boolean;
  /**
   * Redacts a text, or returns `undefined` when nothing matches. Redacting the result again changes nothing.
   *
   * @param hint kind that the name of the text suggests
   */
  text(text: string, hint?: BuiltinLabel): RedactedText | undefined;
  /** Redacts part of a text. A match that crosses an edge is replaced as a whole. */
  part(text: string, shown: Span): RedactedText;
  /** Redacts a text that is split into pieces. A match across pieces is replaced in the first of them. */
  pieces(texts: readonly string[]): { readonly texts: readonly string[]; readonly redacted: number };
  /** Returns the replacement for a value that is hidden as a whole. */
  hidden(label: BuiltinLabel, value: string): string;
  /**
   * Redacts an id. The label carries a keyed digest (`[EMAIL:1f0c9a7e]`), so that equal ids stay equal and
   * different ones stay different.
   */
  id(text: string): RedactedText;
}

/** Applies a policy. */
export interface Redactor {
  /** Name and version of the policy, recorded with each item. */
  readonly version: string;
  /** Fields that the policy applies to. Content outside of the fields is always redacted. */
  readonly fields: ReadonlySet<PiiField>;
  session(id: string): SessionRedactor;
}

/** Provides the redactor that is currently in force. */
export interface RedactorSource {
  /** Resolves when redaction can start. Called once, and never rejects. */
  ready(): Promise<void>;
  /** Called for each item. `undefined` turns redaction off. */
  current(): Redactor | undefined;
}

/** Returns a source with one fixed redactor. */
export const always = (redactor: Redactor | undefined): RedactorSource => ({
  ready: async () => undefined,
  current: () => redactor,
});

/** Creates a {@link Redactor}. @param digestKey a secret that the processes of a project share */
export function createRedactor(policy: Policy, digestKey: string): Redactor {
  const rules = toRuleTable(builtinRules.filter(({ label }) => policy.labels.has(label)));
  const wordingOf = createReplacers(policy.mode, digestKey);
  const digest = toDigest(digestKey);

  const findBuiltin = (text: string, hint?: BuiltinLabel): readonly Found[] =>
    scan(text, rules, hint, true) ?? findFolded(text, hint);
  const remembered = createTextCache(findBuiltin);
  const find = (text: string, hint?: BuiltinLabel): readonly Found[] => {
    const found = hint === undefined ? remembered(text) : findBuiltin(text, hint);
    return policy.customRules.length === 0 ? found : withCustom(found, policy.customRules, text);
  };
  const findFolded = (text: string, hint: BuiltinLabel | undefined): readonly Found[] => {
    const folded = fold(text);
    const found = scan(folded?.text ?? text, rules, hint, false) ?? [];
    return folded ? found.map((place) => ({ ...folded.toWritten(place), label: place.label })) : found;
  };
  const hides = (hint: BuiltinLabel): boolean => policy.labels.has(hint);
  const key = createKeyReader((name) => find(name).length === 0, hides);
  const all = (text: string): Span => ({ start: 0, end: text.length });

  const withReplacer = (replacer: Replacer): SessionRedactor => ({
    key,
    hides,
    text(text, hint) {
      const found = find(text, hint);
      if (found.length > 0) return replace(text, all(text), found, replacer);
      const isHidden = hint !== undefined && hides(hint) && isWholly(hint, text);
      return isHidden ? { text: replacer(hint, text), redacted: 1 } : undefined;
    },
    part: (text, shown) => replace(text, shown, find(text), replacer),
    pieces(texts) {
      const text = texts.join('');
      const found = find(text);
      const spreadTexts = found.length === 0 ? texts : spread(texts, text, found, replacer);
      return { texts: spreadTexts, redacted: found.length };
    },
    hidden: replacer,
    id: (text) => replace(text, all(text), find(text), digest),
  });

  let lastReplacer = wordingOf('');
  let last = withReplacer(lastReplacer);
  return {
    version: policy.version,
    fields: policy.fields,
    session(id) {
      const replacer = wordingOf(id);
      // All sessions share one redactor, except in a mode that counts.
      if (replacer !== lastReplacer) last = withReplacer(replacer);
      lastReplacer = replacer;
      return last;
    },
  };
}

/** Merges overlapping matches, so that no part of any match remains. */
function withCustom(found: readonly Found[], rules: readonly CustomRule[], text: string): readonly Found[] {
  const folded = fold(text);
  const own = rules.flatMap(({ label, find }) => {
    const asRead = folded ? find(folded.text).map(folded.toWritten) : [];
    return [...find(text), ...asRead].map((span) => ({ ...span, label }));
  });
  if (own.length === 0) return found;
  const merged: Found[] = [];
  for (const place of [...own, ...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (!last || place.start >= last.end) merged.push(place);
    else if (place.end > last.end) merged[merged.length - 1] = { ...last, end: place.end };
  }
  return merged;
}

function replace(
  text: string,
  { start: from, end: to }: Span,
  found: readonly Found[],
  replacer: Replacer,
): RedactedText {
  let result = '';
  let at = from;
  let redacted = 0;
  for (const { start, end, label } of found) {
    if (end <= at || start >= to) continue;
    result += text.slice(at, Math.max(at, start)) + replacer(label, text.slice(start, end));
    at = end;
    redacted++;
  }
  return { text: at < to ? result + text.slice(at, to) : result, redacted };
}

/** Replaces matches in a text that is split into pieces. */
function spread(
  pieces: readonly string[],
  text: string,
  found: readonly Found[],
  replacer: Replacer,
): readonly string[] {
  let offset = 0;
  let next = 0;
  return pieces.map((piece) => {
    const end = offset + piece.length;
    let result = '';
    let at = offset;
    for (let place = found[next]; place && place.start < end; place = found[next]) {
      if (place.start >= offset) {
        result += text.slice(at, place.start) + replacer(place.label, text.slice(place.start, place.end));
      }
      at = Math.min(place.end, end);
      if (place.end > end) break;
      next++;
    }
    result += text.slice(at, end);
    offset = end;
    return result;
  });
}
