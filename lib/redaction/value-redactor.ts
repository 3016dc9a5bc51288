import { CutString, type Json, type Snapshot, type SnapshotObject, type Text } from '../model/index.ts';
import { findDeltas } from './deltas.ts';
import type { KeyReading } from './keys.ts';
import { hintOfHeader, hintOfPair, isEntryList, isSchema } from './named-pairs.ts';
import type { SessionRedactor } from './redactor.ts';
import type { BuiltinLabel } from './rule.ts';
import { hintOf, isWholly } from './rules/index.ts';

const maxLevels = 200;
const maxJsonChars = 262_144;
/** Numbers from this size on can be card numbers. */
const minCardNumber = 1e13;
const ssnDigits = 9;

type Hint = BuiltinLabel | undefined;
type Placeholder = Json[] | Record<string, Json>;

/**
 * Redacts values of any depth: every text, keys, values below secret names, and JSON inside strings. Values
 * without personal data are returned unchanged.
 */
export class ValueRedactor {
  readonly #redactor: SessionRedactor;
  /** Empty copies of objects that are nested too deep for recursion. They are filled later. */
  #placeholders: Map<object, Placeholder> | undefined;
  #deferred: (() => void)[] | undefined;
  scanned = 0;
  redacted = 0;

  constructor(redactor: SessionRedactor) {
    this.#redactor = redactor;
  }

  /** Redacts a value. @throws whatever a rule throws */
  value(value: Snapshot): Json {
    const result = this.#any(value, undefined, 0);
    for (let next = this.#deferred?.shift(); next; next = this.#deferred?.shift()) next();
    return result;
  }

  /** Redacts a text. Of a cut text, both ends are redacted. */
  text(text: Text): string {
    return typeof text === 'string' ? this.#plain(text) : this.#cut(text, undefined);
  }

  /** Redacts an id. Personal data becomes a digest. */
  id(text: string): string {
    return this.#count(this.#redactor.id(text));
  }

  #any(value: Snapshot, hint: Hint, level: number): Json {
    if (typeof value === 'string') return this.#string(value, hint, level);
    if (typeof value === 'number') return this.#number(value, hint);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof CutString) return this.#cut(value, hint);
    if (level >= maxLevels) return this.#later(value, hint);
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

  /** Redacts JSON inside a string. Returns `undefined` when the string is not JSON. */
  #json(text: string, hint: Hint, level: number): string | undefined {
    const value = parseJson(text);
    if (value === undefined) return undefined;
    const redacted = this.#any(value, hint, level + 1);
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
    const values = this.#joined(source, isStream);
    const isEntries = isEntryList(values);
    let result: Json[] | undefined = values === source ? undefined : ([...values] as Json[]);
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as Snapshot;
      const redacted = isEntries
        ? this.#entry(value as readonly Snapshot[], hint, level + 1)
        : this.#any(value, hint ?? this.#known(hintOfHeader(values, at)), level + 1);
      if (redacted === value) continue;
      result ??= values.slice(0, at).concat(values.slice(at)) as Json[];
      result[at] = redacted;
    }
    return result ?? (source as Json);
  }

  /** Redacts a name and a value in an array. */
  #entry(entry: readonly Snapshot[], hint: Hint, level: number): Json {
    const [name, value = null] = entry as readonly [string, Snapshot];
    const shownName = this.#plain(name);
    const shown = this.#any(value, hint ?? this.#known(hintOf(name)), level + 1);
    return shownName === name && shown === value ? (entry as Json) : [shownName, shown];
  }

  /** Redacts the pieces of a stream as one text. */
  #joined(values: readonly Snapshot[], isStream: boolean): readonly Snapshot[] {
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
      const reading = this.#redactor.key(key);
      isTyped ??= key === '$type';
      const own = isTyped ? (key === '$type' ? undefined : hint) : this.#hintOf(reading, value, hint, source);
      const redacted = this.#member(key, value, own, reading, level + 1);
      this.scanned++;
      if (redacted === value && reading.isClean && !result) continue;
      result ??= copyUpTo(source, key);
      define(result, reading.isClean ? key : freeKey(result, this.#plain(key)), redacted);
    }
    return result ?? (source as Json);
  }

  #member(key: string, value: Snapshot, hint: Hint, { isStream }: KeyReading, level: number): Json {
    if (typeof value !== 'object' || value === null || level >= maxLevels)
      return this.#any(value, hint, level);
    if (Array.isArray(value)) return this.#array(value, hint, level, isStream);
    const isProperties = key === 'properties' && hint === undefined;
    return isProperties ? this.#properties(value, level) : this.#any(value, hint, level);
  }

  /** Returns the hint for a member: from its own name, from a name next to it, or from its parent. */
  #hintOf(reading: KeyReading, value: Snapshot, hint: Hint, around: SnapshotObject): Hint {
    if (reading.hint === undefined) return reading.isValue ? (hint ?? this.#known(hintOfPair(around))) : hint;
    if (reading.hint !== 'SECRET') return reading.hint;
    // A token of a model's answer comes with its probability.
    const isAboutSomethingElse =
      typeof value === 'boolean' ||
      (reading.isNarrow && typeof value === 'object') ||
      Object.hasOwn(around, 'logprob');
    return isAboutSomethingElse ? hint : 'SECRET';
  }

  /** Redacts the properties of a JSON schema. Their names give no hint about their descriptions. */
  #properties(value: Snapshot, level: number): Json {
    if (!isRecord(value) || level >= maxLevels) return this.#any(value, undefined, level);
    const entries = Object.entries(value);
    if (!entries.every(([, member]) => isSchema(member))) return this.#any(value, undefined, level);
    const shown = entries.map(
      ([key, member]) => [this.#plain(key), this.#any(member, undefined, level + 1)] as const,
    );
    const isSame = shown.every(
      ([key, member], at) => key === entries[at]?.[0] && member === entries[at]?.[1],
    );
    return isSame ? (value as Json) : Object.fromEntries(shown);
  }

  /** Continues with values that are nested too deep, once everything above them is done. */
  #later(source: readonly Snapshot[] | SnapshotObject, hint: Hint): Json {
    this.#placeholders ??= new Map();
    const known = this.#placeholders.get(source);
    if (known) return known;
    const hollow: Placeholder = Array.isArray(source) ? [] : {};
    this.#placeholders.set(source, hollow);
    this.#deferred ??= [];
    this.#deferred.push(() => {
      const filled = Array.isArray(source)
        ? this.#array(source, hint, 0)
        : this.#object(source as SnapshotObject, hint, 0);
      if (Array.isArray(hollow)) for (const value of filled as readonly Json[]) hollow.push(value);
      else for (const [key, value] of Object.entries(filled as object)) define(hollow, key, value as Json);
    });
    return hollow;
  }

  /** Returns a hint that the policy acts on. */
  #known(hint: Hint): Hint {
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

const isRecord = (value: Snapshot): value is SnapshotObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof CutString);

function mayBeJson(text: string): boolean {
  if (text.length < 2 || text.length > maxJsonChars) return false;
  let at = 0;
  while (isBlank(text.charCodeAt(at))) at++;
  const first = text.charCodeAt(at);
  return first === 0x7b || first === 0x5b || first === 0x22;
}

const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

function parseJson(text: string): Snapshot | undefined {
  try {
    return JSON.parse(text) as Snapshot;
  } catch {
    return undefined;
  }
}

/** Returns the indentation of formatted JSON. */
const indentOf = (text: string): string | undefined => /^[{[]\r?\n([ \t]{1,8})\S/.exec(text)?.[1];

/** Copies the members of an object before one. A key `__proto__` becomes an ordinary member. */
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

/** Returns a free key, so that a redacted key does not replace another. */
function freeKey(target: Record<string, Json>, key: string): string {
  let free = key;
  for (let count = 2; Object.hasOwn(target, free); count++) free = `${key} (${count})`;
  return free;
}
