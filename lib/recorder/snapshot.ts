import { types } from 'node:util';
import { CutString, type ErrorInfo, type Snapshot, type Text } from '../model/index.ts';
import { clipTo, ownTextOf, readableChars } from './clip.ts';
import { describeError } from './describe-error.ts';
import { keysOf, nameOf, nameOfClass, readOwn } from './read-own.ts';
import { defaultLimits, type SnapshotLimits } from './snapshot-limits.ts';

/** Extra characters beyond the visible ends of a cut string. See {@link CutString}. */
const cutMargin = 512;
const clockEveryNodes = 256;
const shownKeyChars = 256;
/**
 * Number of values copied depth first. Further values are copied level by level, so that only the innermost
 * ones are missing at a limit.
 */
const nodesInOrder = 2000;

type Target = Snapshot[] | Record<string, Snapshot>;

/** The path of an object: its parent and its key. */
interface Place {
  readonly source: object;
  readonly key: string | number;
  readonly parent: Place | undefined;
  readonly depth: number;
}

type Fill = (copier: Copier, place: Place, target: Target) => void;

/**
 * Copies any JavaScript value to JSON within limits, and never throws. Other values become objects with a
 * `$type`, circular references `{ $ref }`, and bytes and streams their type and size.
 *
 * @returns the copy, or `undefined` for `undefined`
 */
export function snapshot(value: unknown, limits?: Partial<SnapshotLimits>): Snapshot | undefined {
  if (value === undefined) return undefined;
  return new Copier(limits ? { ...defaultLimits, ...limits } : defaultLimits).copy(value);
}

/** Copies each value of a record. Any other value becomes the one entry `value`. */
export function snapshotEach(values: { readonly [key: string]: unknown }): {
  readonly [key: string]: Snapshot;
} {
  const copy = snapshot(values);
  return typeof copy === 'object' && copy !== null && !Array.isArray(copy) && !(copy instanceof CutString)
    ? (copy as { readonly [key: string]: Snapshot })
    : { value: copy ?? null };
}

/** Returns a thrown value as plain data within limits. */
export function snapshotError(thrown: unknown): ErrorInfo<Text> {
  const { type, message, stack } = describeError(thrown);
  const copier = new Copier(defaultLimits);
  return {
    type: copier.text(type),
    message: copier.text(message),
    ...(stack === undefined ? {} : { stack: copier.text(stack) }),
  };
}

/** Copies one value within limits. */
export class Copier {
  readonly #limits: SnapshotLimits;
  #deadline: number | undefined;
  /** Values to copy after everything above them. */
  #queue: (() => void)[] | undefined;
  #nodes = 0;
  #chars: number;

  constructor(limits: SnapshotLimits) {
    this.#limits = limits;
    this.#chars = limits.maxChars;
  }

  copy(value: unknown): Snapshot {
    const root = this.#convert(value, '$', undefined);
    for (let at = 0; this.#queue && at < this.#queue.length; at++) this.#queue[at]?.();
    return root ?? null;
  }

  /** Adds a value under its key. Returns `false` and marks the omission when a limit is reached. */
  add(target: Target, key: string | number, value: unknown, place: Place): boolean {
    if (this.#isSpent()) {
      leaveOut(target);
      return false;
    }
    const copy = this.#convert(value, key, place);
    if (Array.isArray(target)) target.push(copy ?? null);
    else if (copy !== undefined) define(target, this.#key(String(key)), copy);
    return true;
  }

  #fill(place: Place, target: Target, fill: Fill): void {
    try {
      fill(this, place, target);
    } catch {
      leaveOut(target);
    }
  }

  #isSpent(): boolean {
    this.#nodes++;
    if (this.#nodes > this.#limits.maxNodes) return true;
    if (this.#nodes % clockEveryNodes !== 0) return false;
    const nowMs = performance.now();
    this.#deadline ??= nowMs + this.#limits.maxMs;
    return nowMs > this.#deadline;
  }

  #key(key: string): string {
    this.#chars -= key.length;
    return key.length > shownKeyChars ? `${clipTo(shownKeyChars, key)}…` : key.toWellFormed();
  }

  #convert(value: unknown, key: string | number, parent: Place | undefined): Snapshot | undefined {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        return Number.isFinite(value) ? value : { $type: 'number', value: String(value) };
      case 'boolean':
        return value;
      case 'bigint':
        return this.#bigint(value);
      case 'symbol':
        return { $type: 'symbol', description: this.text(value.description ?? '') };
      case 'function':
        return { $type: 'function', name: nameOf(value) };
      case 'undefined':
        return undefined;
      default:
        return value === null ? null : this.#object(value as object, key, parent);
    }
  }

  text(text: string): Text {
    const room = Math.max(0, Math.min(this.#chars, this.#limits.maxStringChars));
    if (text.length <= room) {
      this.#chars -= text.length;
      return text.toWellFormed();
    }
    this.#chars -= room;
    if (text.length > readableChars) return new CutString('', '', 0, text.length);
    const tailChars = room >> 2;
    const headChars = room - tailChars;
    const margin = Math.min(cutMargin, (text.length - room) >> 1);
    const head = text.slice(0, headChars + margin).toWellFormed();
    const tail = text.slice(text.length - tailChars - margin).toWellFormed();
    return new CutString(head, tail, margin, text.length);
  }

  #bigint(value: bigint): Snapshot {
    const text = ownTextOf(value);
    return typeof text === 'string' ? { $type: 'bigint', value: this.text(text) } : tooLarge;
  }

  #object(value: object, key: string | number, parent: Place | undefined): Snapshot | undefined {
    try {
      const around = placeOf(value, parent);
      if (around) return { $ref: pathTo(around) };
      const depth = parent ? parent.depth + 1 : 0;
      if (depth > this.#limits.maxDepth) return { $type: 'cut', reason: 'depth' };
      const place = { source: value, key, parent, depth };
      if (Array.isArray(value)) return this.#hold([], fillArray, place);
      return isPlain(value) ? this.#plain(value, {}, place) : this.#special(value, place);
    } catch {
      return { $type: 'unreadable' };
    }
  }

  /** Copies an object by its properties, or the result of its `toJSON`. */
  #plain(value: object, start: Record<string, Snapshot>, place: Place): Snapshot | undefined {
    // A proxy can pretend to have any property, as proxies for remote calls do.
    const { toJSON } = types.isProxy(value) ? {} : (value as { readonly toJSON?: unknown });
    if (typeof toJSON === 'function') {
      const plain: unknown = toJSON.call(value, '');
      // Counts as a level of its own, so that a `toJSON` that returns new objects without end reaches the
      // depth limit.
      if (plain !== value) return this.#convert(plain, place.key, place);
    }
    return this.#hold(start, fillObject, place);
  }

  #special(value: object, place: Place): Snapshot | undefined {
    if (types.isDate(value)) {
      const iso = Number.isNaN(timeOf.call(value)) ? undefined : isoOf.call(value);
      return iso ?? { $type: 'Date', value: 'invalid' };
    }
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value))
      return { $type: nameOfClass(value), bytes: toNumber(value.byteLength) };
    if (types.isRegExp(value)) return { $type: 'RegExp', source: this.text(toText(value.toString())) };
    if (types.isBoxedPrimitive(value)) return this.#convert(value.valueOf(), '$', place);
    if (value instanceof Blob) {
      const mediaType = this.text(toText(value.type));
      return { $type: nameOfClass(value), bytes: toNumber(value.size), mediaType };
    }
    if (value instanceof URL) return this.text(toText(value.href));
    if (value instanceof CutString) return value;
    if (types.isMap(value)) return { $type: 'Map', entries: this.#hold([], fillMap, place) };
    if (types.isSet(value)) return { $type: 'Set', values: this.#hold([], fillSet, place) };
    if (types.isNativeError(value)) return this.#error(value, place);
    const className = nameOfClass(value);
    return this.#plain(value, className === 'Object' ? {} : { $type: className }, place);
  }

  #error(error: Error, place: Place): Snapshot {
    const { type, message, stack } = describeError(error);
    const start: Record<string, Snapshot> = { $type: 'Error', name: type, message: this.text(message) };
    if (stack !== undefined) start.stack = this.text(stack);
    return this.#hold(start, fillError, place);
  }

  #hold(target: Target, fill: Fill, place: Place): Snapshot {
    if (this.#nodes < nodesInOrder) {
      this.#fill(place, target, fill);
    } else {
      this.#queue ??= [];
      this.#queue.push(() => this.#fill(place, target, fill));
    }
    return target;
  }
}

const fillArray: Fill = (copier, place, target) => {
  const source = place.source as readonly unknown[];
  for (let at = 0; at < source.length; at++) if (!copier.add(target, at, source[at], place)) return;
};

const fillObject: Fill = (copier, place, target) => {
  const { source } = place;
  for (const key of keysOf(source)) if (!copier.add(target, key, readOwn(source, key), place)) return;
};

const shownOfErrors = new Set(['name', 'message', 'stack', 'cause']);

const fillError: Fill = (copier, place, target) => {
  const error = place.source as Error;
  if (error.cause !== undefined && !copier.add(target, 'cause', error.cause, place)) return;
  for (const key of keysOf(error)) {
    if (!shownOfErrors.has(key) && !copier.add(target, key, readOwn(error, key), place)) return;
  }
};

const fillMap: Fill = (copier, place, target) => fillFrom(copier, place, target, mapEntries);
const fillSet: Fill = (copier, place, target) => fillFrom(copier, place, target, setValues);

const mapEntries = Map.prototype.entries as (this: object) => Iterable<unknown>;
const setValues = Set.prototype.values as (this: object) => Iterable<unknown>;

function fillFrom(copier: Copier, place: Place, target: Target, all: (this: object) => Iterable<unknown>) {
  let at = 0;
  for (const value of all.call(place.source)) if (!copier.add(target, at++, value, place)) return;
}

const { getTime: timeOf, toISOString: isoOf } = Date.prototype;

/** Objects whose built-in accessors are overridden are recorded as `unreadable`. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new TypeError('The value is not a number.');
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('The value is not a text.');
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Returns the path of an enclosing object that is the same value, if any. */
function placeOf(value: object, inside: Place | undefined): Place | undefined {
  let around = inside;
  while (around && around.source !== value) around = around.parent;
  return around;
}

function pathTo(place: Place): string {
  let path = '';
  for (let { key, parent } = place; parent; { key, parent } = parent)
    path = (typeof key === 'number' ? `[${key}]` : `.${key}`) + path;
  return `$${path}`;
}

/** Plain assignment of a key `__proto__` would change the prototype. */
function define(target: Record<string, Snapshot>, key: string, value: Snapshot): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true });
  else target[key] = value;
}

const tooLarge: Snapshot = { $type: 'cut', reason: 'too-large' };
const leftOut = '… more left out …';

function leaveOut(target: Target): void {
  if (Array.isArray(target)) target.push(leftOut);
  else target['…'] = leftOut;
}
