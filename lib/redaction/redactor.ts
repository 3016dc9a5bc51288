import type { CustomRule } from './custom-rules.ts';
import { fold } from './fold.ts';
import { createKeyClassifier, type KeyInfo } from './keys.ts';
import { createReplacers, type Replacer, toDigest } from './modes.ts';
import type { PiiField, Policy } from './policy.ts';
import type { BuiltinLabel, Span } from './rule.ts';
import { builtinRules, isWholly } from './rules/index.ts';
import { type Match, scan, toRuleTable } from './scan.ts';
import { createTextCache } from './text-cache.ts';

/** A redacted text with the number of replacements. */
export interface RedactedText {
  readonly text: string;
  /** The number of replaced matches. */
  readonly redacted: number;
}

/** Finds and replaces personal data in the texts of one session. */
export interface SessionRedactor {
  /** Classifies an object key. */
  key(key: string): KeyInfo;
  /** Whether the policy hides values of this kind. */
  hides(hint: BuiltinLabel): boolean;
  /**
   * Redacts a text. Redacting a redacted text changes nothing.
   *
   * @param hint the kind of data that the text's name announces
   * @returns `undefined` when nothing matches
   */
  text(text: string, hint?: BuiltinLabel): RedactedText | undefined;
  /**
   * Redacts and returns part of a text, with the rest as context. A match that crosses an edge is replaced as a
   * whole.
   */
  part(text: string, shown: Span): RedactedText;
  /** Redacts a text that is split into pieces. The first piece of a match receives the replacement. */
  pieces(texts: readonly string[]): { readonly texts: readonly string[]; readonly redacted: number };
  /** Returns the replacement for a value that is hidden as a whole. */
  hidden(label: BuiltinLabel, value: string): string;
  /**
   * Redacts an id. Each replacement has a keyed digest (`[EMAIL:1f0c9a7e]`), so that different ids stay different.
   */
  id(text: string): RedactedText;
}

/** Applies one redaction policy. */
export interface Redactor {
  /** The policy version recorded with each redacted item. */
  readonly version: string;
  /** The fields that the policy covers. Values outside all fields are always redacted. */
  readonly fields: ReadonlySet<PiiField>;
  session(id: string): SessionRedactor;
}

/** Provides the current redactor. */
export interface RedactorSource {
  /** Resolves when redaction may begin. Called once; never rejects. */
  ready(): Promise<void>;
  /** Returns the redactor for the next item, or `undefined` when redaction is off. */
  current(): Redactor | undefined;
}

/** Creates a source that always provides the same redactor. */
export const always = (redactor: Redactor | undefined): RedactorSource => ({
  ready: async () => undefined,
  current: () => redactor,
});

/** Creates a {@link Redactor}. @param digestKey preferably a secret that all processes of a project share */
export function createRedactor(policy: Policy, digestKey: string): Redactor {
  const replacerFor = createReplacers(policy.mode, digestKey);
  const digest = toDigest(digestKey);
  const find = createFinder(policy);
  const hides = (hint: BuiltinLabel): boolean => policy.labels.has(hint);
  const key = createKeyClassifier((name) => find(name).length === 0, hides);
  const all = (text: string): Span => ({ start: 0, end: text.length });

  const redactorWith = (replacer: Replacer): SessionRedactor => ({
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
      const redactedTexts = found.length === 0 ? texts : replaceInPieces(texts, text, found, replacer);
      return { texts: redactedTexts, redacted: found.length };
    },
    hidden: replacer,
    id: (text) => replace(text, all(text), find(text), digest),
  });

  let lastReplacer = replacerFor('');
  let last = redactorWith(lastReplacer);
  return {
    version: policy.version,
    fields: policy.fields,
    session(id) {
      const replacer = replacerFor(id);
      // Only pseudonyms differ between sessions.
      if (replacer !== lastReplacer) last = redactorWith(replacer);
      lastReplacer = replacer;
      return last;
    },
  };
}

/** Creates a function that finds the matches of all built-in and custom rules of a policy. */
function createFinder({
  labels,
  customRules,
}: Policy): (text: string, hint?: BuiltinLabel) => readonly Match[] {
  const rules = toRuleTable(builtinRules.filter(({ label }) => labels.has(label)));
  const findFolded = (text: string, hint: BuiltinLabel | undefined): readonly Match[] => {
    const folded = fold(text);
    const found = scan(folded?.text ?? text, rules, hint, false) ?? [];
    return folded ? found.map((match) => ({ ...folded.toOriginal(match), label: match.label })) : found;
  };
  const findBuiltin = (text: string, hint?: BuiltinLabel): readonly Match[] =>
    scan(text, rules, hint, true) ?? findFolded(text, hint);
  const findCached = createTextCache(findBuiltin);
  return (text, hint) => {
    const found = hint === undefined ? findCached(text) : findBuiltin(text, hint);
    return customRules.length === 0 ? found : withCustom(found, customRules, text);
  };
}

/** Merges custom matches with built-in ones. Overlapping matches are replaced together. */
function withCustom(found: readonly Match[], rules: readonly CustomRule[], text: string): readonly Match[] {
  const folded = fold(text);
  const own = rules.flatMap(({ label, find }) => {
    const inFolded = folded ? find(folded.text).map(folded.toOriginal) : [];
    return [...find(text), ...inFolded].map((span) => ({ ...span, label }));
  });
  if (own.length === 0) return found;
  const merged: Match[] = [];
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
  found: readonly Match[],
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
function replaceInPieces(
  pieces: readonly string[],
  text: string,
  found: readonly Match[],
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
