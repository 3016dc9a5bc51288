/** A value written out as JSON, in bytes that it may share with others. */
export interface Written {
  readonly room: Buffer;
  /** Where in `room` it begins. */
  readonly start: number;
  /** Where in `room` it ends. */
  readonly end: number;
}

/** A written value's length in bytes. */
export const sizeOf = ({ start, end }: Written): number => end - start;

/** A written value as text. */
export const textOf = ({ room, start, end }: Written): string => room.toString('utf8', start, end);

/** Text that is JSON already. */
export function writtenText(json: string): Written {
  const room = Buffer.from(json);
  return { room, start: 0, end: room.length };
}

const roomBytes = 65_536;
const maxUtf8BytesPerUnit = 3;
/** Up to so many UTF-16 code units it is quicker to look at each than to call what is made for many. */
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

/** Whether an object may show members that are not its own. */
function mayInherit(members: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(members);
  if (prototype === null) return false;
  if (prototype !== Object.prototype) return true;
  for (const _ in Object.prototype) return true;
  return false;
}

/**
 * Writes values as JSON into bytes, one after the other, as `JSON.stringify` would into a string: what is sent and
 * written to disk is bytes, and a string of them would be made, measured, and copied twice.
 */
export class JsonWriter {
  readonly #before: number;
  #room: Buffer = Buffer.allocUnsafeSlow(0);
  #words = new Int32Array(0);
  #start = 0;
  #at = 0;

  /** @param before bytes that are left free before each value; one is left free after it */
  constructor(before: number) {
    this.#before = before;
  }

  /**
   * Writes a value right behind the last one, or into a new room where this one is full.
   *
   * @throws {TypeError} for a bigint
   * @throws {RangeError} for what contains itself
   */
  write(value: unknown): Written {
    this.#start = this.#at;
    try {
      this.#reserve(this.#before);
      this.#at += this.#before;
      this.#value(value);
      this.#reserve(1);
    } catch (error) {
      this.#at = this.#start;
      throw error;
    }
    const written = { room: this.#room, start: this.#start + this.#before, end: this.#at };
    this.#at++;
    return written;
  }

  /** Takes the room anew from its beginning: nobody needs what was written any more. */
  reuse(): void {
    this.#at = 0;
  }

  /** Takes the room of a value anew, and of all that were written after it. */
  takeBack({ room, start }: Written): void {
    if (room === this.#room) this.#at = start - this.#before;
  }

  /** Makes sure that so many bytes more have room, with all of the value that is being written. */
  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#room.length) return;
    const used = this.#at - this.#start;
    const room = Buffer.allocUnsafeSlow(Math.max(roomBytes, 2 * (used + bytes) + wordBytes) & -wordBytes);
    this.#room.copy(room, 0, this.#start, this.#at);
    this.#room = room;
    this.#words = new Int32Array(room.buffer);
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
      this.#at += this.#room.write(escaped, this.#at);
    }
  }

  /** Writes a text in quotes unless something in it is to be escaped. Returns whether it did. */
  #plainShort(text: string): boolean {
    const room = this.#room;
    const first = this.#at + 1;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < firstPrintable || unit > lastAscii || unit === quote || unit === backslash) return false;
      room[first + at] = unit;
    }
    this.#quote(first + text.length);
    return true;
  }

  /** The same for many code units at a time. */
  #plainLong(text: string): boolean {
    if (text.includes('"') || text.includes('\\')) return false;
    const first = this.#at + 1;
    const end = first + this.#room.write(text, first);
    const isAscii = end - first === text.length;
    if (!isAscii && !text.isWellFormed()) return false;
    if (this.#hasControl(first, end)) return false;
    this.#quote(end);
    return true;
  }

  #quote(end: number): void {
    this.#room[this.#at] = quote;
    this.#room[end] = quote;
    this.#at = end + 1;
  }

  /** Whether one of some bytes is below 0x20; four are looked at at a time. */
  #hasControl(start: number, end: number): boolean {
    const firstWord = (start + wordBytes - 1) >> 2;
    const lastWord = end >> 2;
    if (this.#hasControlByte(start, Math.min(end, firstWord << 2))) return true;
    const words = this.#words;
    for (let at = firstWord; at < lastWord; at++) {
      const word = words[at] as number;
      // A byte below 0x20 borrows from its own highest bit, which must not have been set.
      if ((((word - 0x20202020) | 0) & ~word & 0x80808080) !== 0) return true;
    }
    return this.#hasControlByte(Math.max(start, lastWord << 2), end);
  }

  #hasControlByte(start: number, end: number): boolean {
    for (let at = start; at < end; at++) if ((this.#room[at] as number) < firstPrintable) return true;
    return false;
  }

  #ascii(text: string): void {
    this.#reserve(text.length);
    const room = this.#room;
    for (let at = 0; at < text.length; at++) room[this.#at + at] = text.charCodeAt(at);
    this.#at += text.length;
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#room[this.#at++] = byte;
  }
}
