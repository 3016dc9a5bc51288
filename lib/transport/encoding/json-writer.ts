import type { Written } from './written-group.ts';

const bufferBytes = 65_536;
const maxUtf8BytesPerUnit = 3;
/** Up to this many UTF-16 code units, a loop is faster than the bulk functions of Buffer. */
const shortUnits = 64;
const wordBytes = 4;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const firstPrintable = 0x20;
const lastAscii = 0x7e;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** Returns whether `for…in` on an object could visit inherited members. */
function mayInherit(members: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(members);
  if (prototype === null) return false;
  if (prototype !== Object.prototype) return true;
  for (const _ in Object.prototype) return true;
  return false;
}

/**
 * Encodes values as JSON bytes, one behind another in a shared buffer, with the result of `JSON.stringify`. Requests and
 * the spool need bytes, and a string in between would be created, measured and copied twice.
 */
export class JsonWriter {
  readonly bytesBefore: number;
  #buffer: Buffer = Buffer.allocUnsafeSlow(0);
  #words = new Int32Array(0);
  #start = 0;
  #at = 0;

  /** @param bytesBefore free bytes before each value, for the framing of a record */
  constructor(bytesBefore: number) {
    this.bytesBefore = bytesBefore;
  }

  /**
   * Writes a value behind the last one, or into a new buffer when this one is full.
   *
   * @throws {TypeError} for a bigint
   * @throws {RangeError} for a value that contains itself
   */
  write(value: unknown): Written {
    this.#start = this.#at;
    try {
      this.#reserve(this.bytesBefore);
      this.#at += this.bytesBefore;
      this.#value(value);
      this.#reserve(1);
    } catch (error) {
      this.#at = this.#start;
      throw error;
    }
    const written = { buffer: this.#buffer, start: this.#start + this.bytesBefore, end: this.#at };
    this.#at++;
    return written;
  }

  /** Starts again at the beginning of the buffer. Earlier values are overwritten. */
  reuse(): void {
    this.#at = 0;
  }

  /** Removes a value and all values that were written after it. */
  takeBack({ buffer, start }: Written): void {
    if (buffer === this.#buffer) this.#at = start - this.bytesBefore;
  }

  /** Ensures space for more bytes behind the value that is being written. */
  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const used = this.#at - this.#start;
    const buffer = Buffer.allocUnsafeSlow(Math.max(bufferBytes, 2 * (used + bytes) + wordBytes) & -wordBytes);
    this.#buffer.copy(buffer, 0, this.#start, this.#at);
    this.#buffer = buffer;
    this.#words = new Int32Array(buffer.buffer);
    this.#start = 0;
    this.#at = used;
  }

  #value(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.#string(value);
        return;
      case 'number':
        this.#ascii(Number.isFinite(value) ? String(value) : 'null');
        return;
      case 'boolean':
        this.#ascii(value ? 'true' : 'false');
        return;
      case 'object':
        if (value === null) this.#ascii('null');
        else if (Array.isArray(value)) this.#array(value);
        else this.#object(value as Readonly<Record<string, unknown>>);
        return;
      default:
        throw new TypeError(`A ${typeof value} cannot be written as JSON.`);
    }
  }

  #array(values: readonly unknown[]): void {
    this.#byte(openArray);
    for (let at = 0; at < values.length; at++) {
      if (at > 0) this.#byte(comma);
      this.#value(values[at] ?? null);
    }
    this.#byte(closeArray);
  }

  #object(members: Readonly<Record<string, unknown>>): void {
    const inherits = mayInherit(members);
    let separator = openObject;
    for (const key in members) {
      const value = members[key];
      if (value === undefined || (inherits && !Object.hasOwn(members, key))) continue;
      this.#byte(separator);
      separator = comma;
      this.#string(key);
      this.#byte(colon);
      this.#value(value);
    }
    if (separator === openObject) this.#byte(openObject);
    this.#byte(closeObject);
  }

  #string(text: string): void {
    const units = text.length;
    this.#reserve(units * maxUtf8BytesPerUnit + 2);
    if (!(units <= shortUnits ? this.#plainShort(text) : this.#plainLong(text))) {
      const escaped = JSON.stringify(text);
      this.#reserve(escaped.length * maxUtf8BytesPerUnit);
      this.#at += this.#buffer.write(escaped, this.#at);
    }
  }

  /** Writes a short text in quotes. Returns `false` when the text needs escaping. */
  #plainShort(text: string): boolean {
    const buffer = this.#buffer;
    const first = this.#at + 1;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < firstPrintable || unit > lastAscii || unit === quote || unit === backslash) return false;
      buffer[first + at] = unit;
    }
    this.#quote(first + text.length);
    return true;
  }

  /** Writes a long text in quotes. Returns `false` when the text needs escaping. */
  #plainLong(text: string): boolean {
    if (text.includes('"') || text.includes('\\')) return false;
    const first = this.#at + 1;
    const end = first + this.#buffer.write(text, first);
    const isAscii = end - first === text.length;
    if (!isAscii && !text.isWellFormed()) return false;
    if (this.#hasControl(first, end)) return false;
    this.#quote(end);
    return true;
  }

  #quote(end: number): void {
    this.#buffer[this.#at] = quote;
    this.#buffer[end] = quote;
    this.#at = end + 1;
  }

  /** Returns whether a byte is below 0x20. It checks four bytes at a time. */
  #hasControl(start: number, end: number): boolean {
    const firstWord = (start + wordBytes - 1) >> 2;
    const lastWord = end >> 2;
    if (this.#hasControlByte(start, Math.min(end, firstWord << 2))) return true;
    const words = this.#words;
    for (let at = firstWord; at < lastWord; at++) {
      const word = words[at] as number;
      // A byte below 0x20 borrows from its highest bit, unless that bit was set.
      if ((((word - 0x20202020) | 0) & ~word & 0x80808080) !== 0) return true;
    }
    return this.#hasControlByte(Math.max(start, lastWord << 2), end);
  }

  #hasControlByte(start: number, end: number): boolean {
    for (let at = start; at < end; at++) if ((this.#buffer[at] as number) < firstPrintable) return true;
    return false;
  }

  #ascii(text: string): void {
    this.#reserve(text.length);
    const buffer = this.#buffer;
    for (let at = 0; at < text.length; at++) buffer[this.#at + at] = text.charCodeAt(at);
    this.#at += text.length;
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#at++] = byte;
  }
}
