import { types } from 'node:util';
import { CutString, type ErrorInfo, type Snapshot, type Text } from '../model/index.ts';
import { readableChars } from './clip.ts';
import { describeError } from './describe-error.ts';
import { arrayEntries, indexed, nameOf, nameOfClass, objectEntries } from './entries.ts';

/** How much of a value is copied. What is left out is marked in the copy. */
export interface SnapshotLimits {
  /** Values in all. @default 20,000 */
  readonly maxNodes: number;
  /** UTF-16 code units of text in all. @default 262,144 */
  readonly maxChars: number;
  /** UTF-16 code units of one string. @default 131,072 */
  readonly maxStringChars: number;
  /** Levels of nesting. @default 64 */
  readonly maxDepth: number;
  /** Milliseconds. @default 25 */
  readonly maxMs: number;
}

const defaults: SnapshotLimits = {
  maxNodes: 20_000,
  maxChars: 262_144,
  maxStringChars: 131_072,
  maxDepth: 64,
  maxMs: 25,
};

/** Overlap kept beyond the visible ends of a cut string; see {@link CutString}. */
const cutMargin = 512;
const clockEveryNodes = 256;
const shownKeyChars = 256;

type Target = Snapshot[] | Record<string, Snapshot>;

/** A container whose values are still to be copied. */
interface Pending {
  readonly source: object;
  readonly entries: Iterator<readonly [string, unknown]>;
  readonly target: Target;
  readonly key: string;
  readonly parent: Pending | undefined;
  readonly depth: number;
}

/** Where a value stands: below which container, under which key. */
interface Position {
  readonly key: string;
  readonly parent: Pending | undefined;
}

/**
 * Copies any JavaScript value into JSON within limits. It never throws, never recurses and calls each getter
 * and `toJSON` at most once. Values JSON has no word for become objects with a `$type`; an object inside of itself
 * becomes `{ $ref }` with the path to where it begins; bytes and streams become type and size.
 *
 * @returns the copy, or `undefined` for `undefined`
 */
export function snapshot(value: unknown, limits: Partial<SnapshotLimits> = {}): Snapshot | undefined {
  if (value === undefined) return undefined;
  return new Copier({ ...defaults, ...limits }).copy(value);
}

/** A record's values, each copied; whatever is no record becomes the one value `value`. */
export function snapshotEach(values: { readonly [key: string]: unknown }): {
  readonly [key: string]: Snapshot;
} {
  const copy = snapshot(values);
  return typeof copy === 'object' && copy !== null && !Array.isArray(copy) && !(copy instanceof CutString)
    ? (copy as { readonly [key: string]: Snapshot })
    : { value: copy ?? null };
}

/** What was thrown, as plain data within limits. */
export function snapshotError(thrown: unknown): ErrorInfo<Text> {
  const { type, message, stack } = describeError(thrown);
  const copier = new Copier(defaults);
  return {
    type: copier.text(type),
    message: copier.text(message),
    ...(stack === undefined ? {} : { stack: copier.text(stack) }),
  };
}

class Copier {
  readonly #limits: SnapshotLimits;
  readonly #deadline: number;
  readonly #queue: Pending[] = [];
  #nodes = 0;
  #chars: number;

  constructor(limits: SnapshotLimits) {
    this.#limits = limits;
    this.#chars = limits.maxChars;
    this.#deadline = performance.now() + limits.maxMs;
  }

  copy(value: unknown): Snapshot {
    const root = this.#convert(value, { key: '$', parent: undefined });
    // Breadth first: when a limit is reached, what is missing are the innermost values.
    for (let at = 0; at < this.#queue.length; at++) this.#fill(this.#queue[at] as Pending);
    return root ?? null;
  }

  #fill(pending: Pending): void {
    const { entries, target } = pending;
    try {
      for (let next = entries.next(); !next.done; next = entries.next()) {
        if (this.#isSpent()) {
          leaveOut(target);
          return;
        }
        const [key, value] = next.value;
        const copy = this.#convert(value, { key, parent: pending });
        if (Array.isArray(target)) target.push(copy ?? null);
        else if (copy !== undefined) define(target, this.#key(key), copy);
      }
    } catch {
      leaveOut(target);
    }
  }

  #isSpent(): boolean {
    this.#nodes++;
    if (this.#nodes > this.#limits.maxNodes) return true;
    return this.#nodes % clockEveryNodes === 0 && performance.now() > this.#deadline;
  }

  #key(key: string): string {
    this.#chars -= key.length;
    return key.length > shownKeyChars ? `${key.slice(0, shownKeyChars)}…` : key.toWellFormed();
  }

  #convert(value: unknown, position: Position): Snapshot | undefined {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        return Number.isFinite(value) ? value : { $type: 'number', value: String(value) };
      case 'boolean':
        return value;
      case 'bigint':
        return { $type: 'bigint', value: this.text(value.toString()) };
      case 'symbol':
        return { $type: 'symbol', description: this.text(value.description ?? '') };
      case 'function':
        return { $type: 'function', name: nameOf(value) };
      case 'undefined':
        return undefined;
      default:
        return value === null ? null : this.#object(value as object, position);
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

  #object(value: object, position: Position): Snapshot | undefined {
    try {
      const around = ancestorOf(position, value);
      if (around) return { $ref: pathTo(around) };
      if (depthOf(position) > this.#limits.maxDepth) return { $type: 'cut', reason: 'depth' };
      return this.#leaf(value) ?? this.#container(value, position);
    } catch {
      return { $type: 'unreadable' };
    }
  }

  #leaf(value: object): Snapshot | undefined {
    if (types.isDate(value)) {
      return Number.isNaN(value.getTime()) ? { $type: 'Date', value: 'invalid' } : value.toISOString();
    }
    if (ArrayBuffer.isView(value)) return { $type: nameOfClass(value), bytes: value.byteLength };
    if (types.isAnyArrayBuffer(value)) return { $type: nameOfClass(value), bytes: value.byteLength };
    if (types.isRegExp(value)) return { $type: 'RegExp', source: this.text(String(value)) };
    if (types.isBoxedPrimitive(value)) return this.#convert(value.valueOf(), { key: '$', parent: undefined });
    if (value instanceof Blob)
      return {
        $type: nameOfClass(value),
        bytes: value.size,
        mediaType: value.type,
      };
    if (value instanceof URL) return this.text(value.href);
    return undefined;
  }

  #container(value: object, position: Position): Snapshot | undefined {
    if (Array.isArray(value)) return this.#later(value, [], arrayEntries(value), position);
    if (types.isMap(value)) {
      return { $type: 'Map', entries: this.#later(value, [], indexed(value.entries()), position) };
    }
    if (types.isSet(value)) {
      return { $type: 'Set', values: this.#later(value, [], indexed(value.values()), position) };
    }
    if (types.isNativeError(value)) return this.#error(value, position);
    const toJson = (value as { toJSON?: unknown }).toJSON;
    if (typeof toJson === 'function') {
      const plain: unknown = toJson.call(value, '');
      if (plain !== value) return this.#convert(plain, { ...position, parent: asStep(value, position) });
    }
    const className = nameOfClass(value);
    const start: Record<string, Snapshot> = className === 'Object' ? {} : { $type: className };
    return this.#later(value, start, objectEntries(value), position);
  }

  #error(error: Error, position: Position): Snapshot {
    const { type, message, stack } = describeError(error);
    const start: Record<string, Snapshot> = { $type: 'Error', name: type, message: this.text(message) };
    if (stack !== undefined) start.stack = this.text(stack);
    const shown = new Set(['name', 'message', 'stack', 'cause']);
    const rest = function* (): Generator<readonly [string, unknown]> {
      if (error.cause !== undefined) yield ['cause', error.cause];
      for (const [key, value] of objectEntries(error)) if (!shown.has(key)) yield [key, value];
    };
    return this.#later(error, start, rest(), position);
  }

  #later(source: object, target: Target, entries: Pending['entries'], position: Position): Snapshot {
    this.#queue.push({ source, target, entries, ...position, depth: depthOf(position) });
    return target;
  }
}

const depthOf = ({ parent }: Position): number => (parent ? parent.depth + 1 : 0);

function ancestorOf({ parent }: Position, value: object): Pending | undefined {
  let around = parent;
  while (around && around.source !== value) around = around.parent;
  return around;
}

function pathTo(pending: Pending): string {
  let path = '';
  let at: Pending = pending;
  for (; at.parent; at = at.parent)
    path = (Array.isArray(at.parent.source) ? `[${at.key}]` : `.${at.key}`) + path;
  return `$${path}`;
}

/** A level of its own for what `toJSON` returns, so that one that returns another without end reaches the bottom. */
const asStep = (source: object, position: Position): Pending => ({
  source,
  target: [],
  entries: [][Symbol.iterator](),
  ...position,
  depth: depthOf(position),
});

/** Plain assignment would let a key `__proto__` change the prototype. */
function define(target: Record<string, Snapshot>, key: string, value: Snapshot): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
    });
  else target[key] = value;
}

const leftOut = '… more left out …';

function leaveOut(target: Target): void {
  if (Array.isArray(target)) target.push(leftOut);
  else target['…'] = leftOut;
}
