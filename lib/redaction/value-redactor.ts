import { CutString, type Json, type Snapshot, type SnapshotObject, type Text } from '../model/index.ts';
import { findDeltas } from './deltas.ts';
import { indentOf, mayBeJson, parseJson } from './json-text.ts';
import type { KeyInfo } from './keys.ts';
import { hintOfHeader, hintOfPair, isEntryList, isSchema } from './named-pairs.ts';
import { isOrdinaryMember } from './ordinary-member.ts';
import type { SessionRedactor } from './redactor.ts';
import type { BuiltinLabel } from './rule.ts';
import { hintOf, isWholly } from './rules/index.ts';

const maxLevels = 200;
/** The smallest number that may be a card number. */
const minCardNumber = 1e13;
const ssnDigits = 9;

type Hint = BuiltinLabel | undefined;
type Placeholder = Json[] | Record<string, Json>;

/**
 * Redacts the texts, keys, secret members and embedded JSON of a value. A value without matches is returned as the same
 * object; cycles and any nesting depth are supported.
 */
export class ValueRedactor {
  readonly #redactor: SessionRedactor;
  /** Empty copies of values nested too deep for recursion, to be filled later. */
  #placeholders: Map<object, Placeholder> | undefined;
  #deferred: (() => void)[] | undefined;
  scanned = 0;
  redacted = 0;

  constructor(redactor: SessionRedactor) {
    this.#redactor = redactor;
  }

  /** Redacts a value. @throws the error of a rule */
  value(value: Snapshot): Json {
    const result = this.#redactAny(value, undefined, 0);
    for (let next = this.#deferred?.shift(); next; next = this.#deferred?.shift()) next();
    return result;
  }

  /** Redacts a text. A cut text keeps its two ends. */
  text(text: Text): string {
    return typeof text === 'string' ? this.#plain(text) : this.#cut(text, undefined);
  }

  /** Redacts an id by replacing personal data with a digest. */
  id(text: string): string {
    return this.#count(this.#redactor.id(text));
  }

  #redactAny(value: Snapshot, hint: Hint, level: number): Json {
    if (typeof value === 'string') return this.#string(value, hint, level);
    if (typeof value === 'number') return this.#number(value, hint);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof CutString) return this.#cut(value, hint);
    if (level >= maxLevels) return this.#defer(value, hint);
    return Array.isArray(value)
      ? this.#array(value, hint, level)
      : this.#object(value as SnapshotObject, hint, level);
  }

  #string(text: string, hint: Hint, level: number): string {
    if (hint === 'SECRET') return text === '' ? text : this.#hide('SECRET', text);
    return (mayBeJson(text) ? this.#json(text, hint, level) : undefined) ?? this.#plain(text, hint);
  }

  #plain(text: string, hint?: Hint): string {
    this.scanned++;
    const result = this.#redactor.text(text, hint);
    if (!result) return text;
    this.redacted += result.redacted;
    return result.text;
  }

  /** Redacts JSON inside a string. Returns `undefined` when the text is not JSON. */
  #json(text: string, hint: Hint, level: number): string | undefined {
    const value = parseJson(text);
    if (value === undefined) return undefined;
    const redacted = this.#redactAny(value, hint, level + 1);
    if (redacted === value) return text;
    return JSON.stringify(redacted, undefined, indentOf(text));
  }

  #number(value: number, hint: Hint): Json {
    if (hint) {
      const written = String(value);
      // A number has lost its leading zeros.
      const whole = hint === 'SSN' ? written.padStart(ssnDigits, '0') : written;
      if (hint === 'SECRET' || isWholly(hint, whole)) return this.#hide(hint, written);
    }
    if (value < minCardNumber || !Number.isSafeInteger(value)) return value;
    const result = this.#redactor.text(String(value));
    if (!result) return value;
    this.redacted += result.redacted;
    return result.text;
  }

  #cut({ head, tail, margin, length }: CutString, hint: Hint): string {
    if (hint === 'SECRET') return this.#hide('SECRET', head + tail);
    const headChars = head.length - margin;
    const tailChars = tail.length - margin;
    const start = this.#count(this.#redactor.part(head, { start: 0, end: headChars }));
    const end = this.#count(this.#redactor.part(tail, { start: margin, end: tail.length }));
    const missing = (length - headChars - tailChars).toLocaleString('en-US');
    return `${start}… [${missing} characters left out] …${end}`;
  }

  #array(source: readonly Snapshot[], hint: Hint, level: number, isStream = false): Json {
    const values = this.#joinStream(source, isStream);
    const isEntries = isEntryList(values);
    let result: Json[] | undefined = values === source ? undefined : ([...values] as Json[]);
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as Snapshot;
      const redacted = isEntries
        ? this.#entry(value as readonly Snapshot[], hint, level + 1)
        : this.#redactAny(value, hint ?? this.#activeHint(hintOfHeader(values, at)), level + 1);
      if (redacted === value) continue;
      result ??= values.slice(0, at).concat(values.slice(at)) as Json[];
      result[at] = redacted;
    }
    return result ?? (source as Json);
  }

  /** Redacts a `[name, value]` entry. */
  #entry(entry: readonly Snapshot[], hint: Hint, level: number): Json {
    const [name, value = null] = entry as readonly [string, Snapshot];
    const shownName = this.#plain(name);
    const shown = this.#redactAny(value, hint ?? this.#activeHint(hintOf(name)), level + 1);
    return shownName === name && shown === value ? (entry as Json) : [shownName, shown];
  }

  /** Redacts the pieces of a stream as one text. */
  #joinStream(values: readonly Snapshot[], isStream: boolean): readonly Snapshot[] {
    const deltas = findDeltas(values, isStream);
    if (!deltas) return values;
    const { texts, redacted } = this.#redactor.pieces(deltas.texts);
    this.redacted += redacted;
    return redacted === 0 ? values : (deltas.withTexts(texts) as readonly Snapshot[]);
  }

  #object(source: SnapshotObject, hint: Hint, level: number): Json {
    let result: Record<string, Json> | undefined;
    let isTyped: boolean | undefined;
    for (const key in source) {
      const value = source[key] as Snapshot;
      const info = this.#redactor.key(key);
      isTyped ??= key === '$type';
      const own = isTyped
        ? key === '$type'
          ? undefined
          : hint
        : this.#hintOf(key, info, value, hint, source);
      const redacted = this.#member(key, value, own, info, level + 1);
      this.scanned++;
      if (redacted === value && info.isClean && !result) continue;
      result ??= copyUpTo(source, key);
      define(result, info.isClean ? key : freeKey(result, this.#plain(key)), redacted);
    }
    return result ?? (source as Json);
  }

  #member(key: string, value: Snapshot, hint: Hint, { isStream, isThing }: KeyInfo, level: number): Json {
    if (isThing && hint === undefined && isBareNumber(value)) return value as Json;
    if (typeof value !== 'object' || value === null || level >= maxLevels)
      return this.#redactAny(value, hint, level);
    if (Array.isArray(value)) return this.#array(value, hint, level, isStream);
    const isProperties = key === 'properties' && hint === undefined;
    return isProperties ? this.#properties(value, level) : this.#redactAny(value, hint, level);
  }

  /** Returns a member's hint from its key, from its name/value pair, or from its parent. */
  #hintOf(key: string, info: KeyInfo, value: Snapshot, hint: Hint, around: SnapshotObject): Hint {
    if (info.hint === undefined) return info.isValue ? (hint ?? this.#activeHint(hintOfPair(around))) : hint;
    if (info.hint !== 'SECRET') return info.hint;
    // A token with `logprob` is model output, not a secret.
    const isAboutSomethingElse =
      typeof value === 'boolean' ||
      (info.isNarrow && typeof value === 'object') ||
      Object.hasOwn(around, 'logprob') ||
      isOrdinaryMember(key, value, around);
    return isAboutSomethingElse ? hint : 'SECRET';
  }

  /** Redacts the properties of a JSON schema. Their names give no hints. */
  #properties(value: Snapshot, level: number): Json {
    if (!isRecord(value) || level >= maxLevels) return this.#redactAny(value, undefined, level);
    const entries = Object.entries(value);
    if (!entries.every(([, member]) => isSchema(member))) return this.#redactAny(value, undefined, level);
    const shown = entries.map(
      ([key, member]) => [this.#plain(key), this.#redactAny(member, undefined, level + 1)] as const,
    );
    const isSame = shown.every(
      ([key, member], at) => key === entries[at]?.[0] && member === entries[at]?.[1],
    );
    return isSame ? (value as Json) : Object.fromEntries(shown);
  }

  /** Defers a deeply nested value until everything above it is done. */
  #defer(source: readonly Snapshot[] | SnapshotObject, hint: Hint): Json {
    this.#placeholders ??= new Map();
    const known = this.#placeholders.get(source);
    if (known) return known;
    const placeholder: Placeholder = Array.isArray(source) ? [] : {};
    this.#placeholders.set(source, placeholder);
    this.#deferred ??= [];
    this.#deferred.push(() => {
      const filled = Array.isArray(source)
        ? this.#array(source, hint, 0)
        : this.#object(source as SnapshotObject, hint, 0);
      if (Array.isArray(placeholder)) for (const value of filled as readonly Json[]) placeholder.push(value);
      else
        for (const [key, value] of Object.entries(filled as object)) define(placeholder, key, value as Json);
    });
    return placeholder;
  }

  /** Returns the hint when the policy hides its kind. */
  #activeHint(hint: Hint): Hint {
    return hint && this.#redactor.hides(hint) ? hint : undefined;
  }

  #hide(label: BuiltinLabel, value: string): string {
    return this.#count({ text: this.#redactor.hidden(label, value), redacted: 1 });
  }

  #count({ text, redacted }: { readonly text: string; readonly redacted: number }): string {
    this.scanned++;
    this.redacted += redacted;
    return text;
  }
}

const bareNumber = /^\d{8,19}$/;

const isBareNumber = (value: Snapshot): boolean =>
  typeof value === 'number' || (typeof value === 'string' && bareNumber.test(value));

const isRecord = (value: Snapshot): value is SnapshotObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof CutString);

/** Copies the members before `end`. A key `__proto__` becomes an ordinary property. */
function copyUpTo(source: SnapshotObject, end: string): Record<string, Json> {
  const copy: Record<string, Json> = {};
  for (const key in source) {
    if (key === end) break;
    define(copy, key, source[key] as Json);
  }
  return copy;
}

function define(target: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

/** Returns an unused key, so that a redacted key does not overwrite another. */
function freeKey(target: Record<string, Json>, key: string): string {
  let free = key;
  for (let count = 2; Object.hasOwn(target, free); count++) free = `${key} (${count})`;
  return free;
}
