import type { CustomRule } from './custom-rules.ts';
import { fold } from './fold.ts';
import { createKeyReader, type KeyReading } from './keys.ts';
import { createWordings, toDigest, type Wording } from './modes.ts';
import type { PiiField, Policy } from './policy.ts';
import type { BuiltinLabel, Span } from './rule.ts';
import { builtinRules, isWholly } from './rules/index.ts';
import { type Found, scan, toRuleTable } from './scan.ts';
import { createMemory } from './text-cache.ts';

/** A text without its personal data. */
export interface RedactedText {
  readonly text: string;
  /** Places that were replaced. */
  readonly redacted: number;
}

/** Finds personal data in the texts of one session and replaces it. */
export interface SessionRedactor {
  key(key: string): KeyReading;
  /** Whether values are hidden for the name under which they stand as such a kind. */
  hides(sense: BuiltinLabel): boolean;
  /**
   * A text, each place replaced; `undefined` when there is none. Redacting what was redacted changes nothing.
   *
   * @param sense what the name under which the text stands says of it
   */
  text(text: string, sense?: BuiltinLabel): RedactedText | undefined;
  /**
   * Part of a text; what lies outside of it is only looked at for what reaches in. A place that crosses an edge is
   * replaced as a whole.
   */
  part(text: string, shown: Span): RedactedText;
  /** A text that lies in pieces: what lies across pieces is replaced in the first of them. */
  pieces(texts: readonly string[]): { readonly texts: readonly string[]; readonly redacted: number };
  /** What stands for a value that is hidden as a whole. */
  hidden(label: BuiltinLabel, value: string): string;
  /**
   * The same as `text` for an id: a label carries a keyed digest of what it hides (`[EMAIL:1f0c9a7e]`), so that
   * equal ids stay equal and different ones different.
   */
  id(text: string): RedactedText;
}

/** Applies a policy. */
export interface Redactor {
  /** Name and version of the policy, as shown beside what it was applied to. */
  readonly version: string;
  /** The fields it applies to; what belongs to no field is always redacted. */
  readonly fields: ReadonlySet<PiiField>;
  session(id: string): SessionRedactor;
}

/** Where the redactor comes from that is in force. */
export interface RedactorSource {
  /** Resolves when redacting may begin. Called once, and does not reject. */
  ready(): Promise<void>;
  /** Asked for each item. `undefined` turns redaction off. */
  current(): Redactor | undefined;
}

/** One that stays the same. */
export const always = (redactor: Redactor | undefined): RedactorSource => ({
  ready: async () => undefined,
  current: () => redactor,
});

/** Makes a {@link Redactor}. @param digestKey best a secret that the processes of one project share */
export function createRedactor(policy: Policy, digestKey: string): Redactor {
  const rules = toRuleTable(builtinRules.filter(({ label }) => policy.labels.has(label)));
  const wordingOf = createWordings(policy.mode, digestKey);
  const digest = toDigest(digestKey);

  const findBuiltin = (text: string, sense?: BuiltinLabel): readonly Found[] =>
    scan(text, rules, sense, true) ?? findFolded(text, sense);
  const remembered = createMemory(findBuiltin);
  const find = (text: string, sense?: BuiltinLabel): readonly Found[] => {
    const found = sense === undefined ? remembered(text) : findBuiltin(text, sense);
    return policy.customRules.length === 0 ? found : withCustom(found, policy.customRules, text);
  };
  const findFolded = (text: string, sense: BuiltinLabel | undefined): readonly Found[] => {
    const folded = fold(text);
    const found = scan(folded?.text ?? text, rules, sense, false) ?? [];
    return folded ? found.map((place) => ({ ...folded.toWritten(place), label: place.label })) : found;
  };
  const hides = (sense: BuiltinLabel): boolean => policy.labels.has(sense);
  const key = createKeyReader((name) => find(name).length === 0, hides);
  const all = (text: string): Span => ({ start: 0, end: text.length });

  const worded = (wording: Wording): SessionRedactor => ({
    key,
    hides,
    text(text, sense) {
      const found = find(text, sense);
      if (found.length > 0) return replace(text, all(text), found, wording);
      const isHidden = sense !== undefined && hides(sense) && isWholly(sense, text);
      return isHidden ? { text: wording(sense, text), redacted: 1 } : undefined;
    },
    part: (text, shown) => replace(text, shown, find(text), wording),
    pieces(texts) {
      const text = texts.join('');
      const found = find(text);
      const spreadTexts = found.length === 0 ? texts : spread(texts, text, found, wording);
      return { texts: spreadTexts, redacted: found.length };
    },
    hidden: wording,
    id: (text) => replace(text, all(text), find(text), digest),
  });

  let lastWording = wordingOf('');
  let last = worded(lastWording);
  return {
    version: policy.version,
    fields: policy.fields,
    session(id) {
      const wording = wordingOf(id);
      // All sessions have the same one, but in a mode that counts.
      if (wording !== lastWording) last = worded(wording);
      lastWording = wording;
      return last;
    },
  };
}

/** Places that overlap are replaced together: nothing that any rule found stays. */
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
  wording: Wording,
): RedactedText {
  let result = '';
  let at = from;
  let redacted = 0;
  for (const { start, end, label } of found) {
    if (end <= at || start >= to) continue;
    result += text.slice(at, Math.max(at, start)) + wording(label, text.slice(start, end));
    at = end;
    redacted++;
  }
  return { text: at < to ? result + text.slice(at, to) : result, redacted };
}

/** Replaces places in a text that lies in pieces. */
function spread(
  pieces: readonly string[],
  text: string,
  found: readonly Found[],
  wording: Wording,
): readonly string[] {
  let offset = 0;
  let next = 0;
  return pieces.map((piece) => {
    const end = offset + piece.length;
    let result = '';
    let at = offset;
    for (let place = found[next]; place && place.start < end; place = found[next]) {
      if (place.start >= offset) {
        result += text.slice(at, place.start) + wording(place.label, text.slice(place.start, place.end));
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
