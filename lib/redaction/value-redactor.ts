import { CutString, type Json, type Snapshot, type SnapshotObject, type Text } from '../model/index.ts';
import { findDeltas } from './deltas.ts';
import type { KeyReading } from './keys.ts';
import { isEntryList, isSchema, senseOfHeader, senseOfPair } from './named-pairs.ts';
import type { SessionRedactor } from './redactor.ts';
import type { BuiltinLabel } from './rule.ts';
import { isWholly, senseOf } from './rules/index.ts';

const maxLevels = 200;
const maxJsonChars = 262_144;
/** Numbers this large may be the number of a card. */
const minCardNumber = 1e13;
const ssnDigits = 9;

type Sense = BuiltinLabel | undefined;
type Hollow = Json[] | Record<string, Json>;

/**
 * Redacts values: every text in them, keys, what stands under a name that says it is secret, and JSON inside of
 * strings. What holds nothing to redact is returned as it came. Values may be nested as deep as they like, and
 * contain themselves.
 */
export class ValueRedactor {
  readonly #redactor: SessionRedactor;
  /** Copies, still empty, of what is nested too deep to be reached by recursion. */
  #hollows: Map<object, Hollow> | undefined;
  #deferred: (() => void)[] | undefined;
  scanned = 0;
  redacted = 0;

  constructor(redactor: SessionRedactor) {
    this.#redactor = redactor;
  }

  /** A value without its personal data. @throws whatever a rule throws */
  value(value: Snapshot): Json {
    const result = this.#any(value, undefined, 0);
    for (let next = this.#deferred?.shift(); next; next = this.#deferred?.shift()) next();
    return result;
  }

  /** A text without its personal data; of one that was cut, the two ends. */
  text(text: Text): string {
    return typeof text === 'string' ? this.#plain(text) : this.#cut(text, undefined);
  }

  /** An id, in which a digest takes the place of personal data. */
  id(text: string): string {
    return this.#count(this.#redactor.id(text));
  }

  #any(value: Snapshot, sense: Sense, level: number): Json {
    if (typeof value === 'string') return this.#string(value, sense, level);
    if (typeof value === 'number') return this.#number(value, sense);
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof CutString) return this.#cut(value, sense);
    if (level >= maxLevels) return this.#later(value, sense);
    return Array.isArray(value)
      ? this.#array(value, sense, level)
      : this.#object(value as SnapshotObject, sense, level);
  }

  #string(text: string, sense: Sense, level: number): string {
    if (sense === 'SECRET') return text === '' ? text : this.#hide('SECRET', text);
    return (mayBeJson(text) ? this.#json(text, sense, level) : undefined) ?? this.#plain(text, sense);
  }

  #plain(text: string, sense?: Sense): string {
    this.scanned++;
    const result = this.#redactor.text(text, sense);
    if (!result) return text;
    this.redacted += result.redacted;
    return result.text;
  }

  /** JSON inside a string, as text again; `undefined` for what is none. */
  #json(text: string, sense: Sense, level: number): string | undefined {
    const value = parseJson(text);
    if (value === undefined) return undefined;
    const redacted = this.#any(value, sense, level + 1);
    if (redacted === value) return text;
    return JSON.stringify(redacted, undefined, indentOf(text));
  }

  #number(value: number, sense: Sense): Json {
    if (sense) {
      const written = String(value);
      // A number has lost the zeros before it.
      const whole = sense === 'SSN' ? written.padStart(ssnDigits, '0') : written;
      if (sense === 'SECRET' || isWholly(sense, whole)) return this.#hide(sense, written);
    }
    if (value < minCardNumber || !Number.isSafeInteger(value)) return value;
    const result = this.#redactor.text(String(value));
    if (!result) return value;
    this.redacted += result.redacted;
    return result.text;
  }

  #cut({ head, tail, margin, length }: CutString, sense: Sense): string {
    if (sense === 'SECRET') return this.#hide('SECRET', head + tail);
    const headChars = head.length - margin;
    const tailChars = tail.length - margin;
    const start = this.#count(this.#redactor.part(head, { start: 0, end: headChars }));
    const end = this.#count(this.#redactor.part(tail, { start: margin, end: tail.length }));
    const missing = (length - headChars - tailChars).toLocaleString('en-US');
    return `${start}… [${missing} characters left out] …${end}`;
  }

  #array(source: readonly Snapshot[], sense: Sense, level: number, isStream = false): Json {
    const values = this.#joined(source, isStream);
    const isEntries = isEntryList(values);
    let result: Json[] | undefined = values === source ? undefined : ([...values] as Json[]);
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as Snapshot;
      const redacted = isEntries
        ? this.#entry(value as readonly Snapshot[], sense, level + 1)
        : this.#any(value, sense ?? this.#known(senseOfHeader(values, at)), level + 1);
      if (redacted === value) continue;
      result ??= values.slice(0, at).concat(values.slice(at)) as Json[];
      result[at] = redacted;
    }
    return result ?? (source as Json);
  }

  /** A name and a value that stand in an array. */
  #entry(entry: readonly Snapshot[], sense: Sense, level: number): Json {
    const [name, value = null] = entry as readonly [string, Snapshot];
    const shownName = this.#plain(name);
    const shown = this.#any(value, sense ?? this.#known(senseOf(name)), level + 1);
    return shownName === name && shown === value ? (entry as Json) : [shownName, shown];
  }

  /** The pieces of a stream, redacted as the one text they are. */
  #joined(values: readonly Snapshot[], isStream: boolean): readonly Snapshot[] {
    const deltas = findDeltas(values, isStream);
    if (!deltas) return values;
    const { texts, redacted } = this.#redactor.pieces(deltas.texts);
    this.redacted += redacted;
    return redacted === 0 ? values : (deltas.withTexts(texts) as readonly Snapshot[]);
  }

  #object(source: SnapshotObject, sense: Sense, level: number): Json {
    let result: Record<string, Json> | undefined;
    let isTyped: boolean | undefined;
    for (const key in source) {
      const value = source[key] as Snapshot;
      const reading = this.#redactor.key(key);
      isTyped ??= key === '$type';
      const own = isTyped
        ? key === '$type'
          ? undefined
          : sense
        : this.#senseOf(reading, value, sense, source);
      const redacted = this.#member(key, value, own, reading, level + 1);
      this.scanned++;
      if (redacted === value && reading.isClean && !result) continue;
      result ??= copyUpTo(source, key);
      define(result, reading.isClean ? key : freeKey(result, this.#plain(key)), redacted);
    }
    return result ?? (source as Json);
  }

  #member(key: string, value: Snapshot, sense: Sense, { isStream }: KeyReading, level: number): Json {
    if (typeof value !== 'object' || value === null || level >= maxLevels)
      return this.#any(value, sense, level);
    if (Array.isArray(value)) return this.#array(value, sense, level, isStream);
    const isProperties = key === 'properties' && sense === undefined;
    return isProperties ? this.#properties(value, level) : this.#any(value, sense, level);
  }

  /** What is known of a member: by its own name, by the name that stands beside it, by what it is part of. */
  #senseOf(reading: KeyReading, value: Snapshot, sense: Sense, around: SnapshotObject): Sense {
    if (reading.sense === undefined)
      return reading.isValue ? (sense ?? this.#known(senseOfPair(around))) : sense;
    if (reading.sense !== 'SECRET') return reading.sense;
    // A token that a model chose comes with how likely it was.
    const isAboutSomethingElse =
      typeof value === 'boolean' ||
      (reading.isNarrow && typeof value === 'object') ||
      Object.hasOwn(around, 'logprob');
    return isAboutSomethingElse ? sense : 'SECRET';
  }

  /** The properties that a JSON schema describes: their names say nothing of what describes them. */
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

  /** Goes on with what is nested too deep once everything above it is done. */
  #later(source: readonly Snapshot[] | SnapshotObject, sense: Sense): Json {
    this.#hollows ??= new Map();
    const known = this.#hollows.get(source);
    if (known) return known;
    const hollow: Hollow = Array.isArray(source) ? [] : {};
    this.#hollows.set(source, hollow);
    this.#deferred ??= [];
    this.#deferred.push(() => {
      const filled = Array.isArray(source)
        ? this.#array(source, sense, 0)
        : this.#object(source as SnapshotObject, sense, 0);
      if (Array.isArray(hollow)) for (const value of filled as readonly Json[]) hollow.push(value);
      else for (const [key, value] of Object.entries(filled as object)) define(hollow, key, value as Json);
    });
    return hollow;
  }

  /** A sense that the policy has an eye on. */
  #known(sense: Sense): Sense {
    return sense && this.#redactor.hides(sense) ? sense : undefined;
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

/** The indentation of JSON that is laid out in lines. */
const indentOf = (text: string): string | undefined => /^[{[]\r?\n([ \t]{1,8})\S/.exec(text)?.[1];

/** The members of an object before one, as an object that holds a key `__proto__` like any other. */
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

/** A key that was redacted must not take the place of another. */
function freeKey(target: Record<string, Json>, key: string): string {
  let free = key;
  for (let count = 2; Object.hasOwn(target, free); count++) free = `${key} (${count})`;
  return free;
}
