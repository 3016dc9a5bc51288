/** An encoded field of a message. */
export type Field = readonly Uint8Array[];

const varintType = 0;
const fixed64Type = 1;
const bytesType = 2;
const fixed32Type = 5;

const continues = 0x80n;
const sevenBits = 0x7fn;

/** Encodes an integer, seven bits per byte, lowest bits first. Negative integers use the 64-bit complement. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest >= continues) {
    bytes.push(Number((rest & sevenBits) | continues));
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

const tag = (field: number, wireType: number): Uint8Array => varint(BigInt((field << 3) | wireType));

/** Encodes an integer, boolean or enumeration. */
export const varintField = (field: number, value: bigint): Field => [tag(field, varintType), varint(value)];

/** Encodes an unsigned integer in eight bytes. */
export function fixed64Field(field: number, value: bigint): Field {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return [tag(field, fixed64Type), bytes];
}

/** Encodes a floating-point number in eight bytes. */
export function doubleField(field: number, value: number): Field {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return [tag(field, fixed64Type), bytes];
}

/** Encodes an unsigned integer in four bytes. */
export function fixed32Field(field: number, value: number): Field {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return [tag(field, fixed32Type), bytes];
}

/** Encodes bytes. */
export const bytesField = (field: number, bytes: Uint8Array): Field => [
  tag(field, bytesType),
  varint(BigInt(bytes.byteLength)),
  bytes,
];

/** Encodes text as UTF-8. */
export const textField = (field: number, text: string): Field => bytesField(field, Buffer.from(text));

/** Encodes a nested message. */
export const messageField = (field: number, fields: readonly Field[]): Field => {
  const parts = fields.flat();
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return [tag(field, bytesType), varint(BigInt(bytes)), ...parts];
};

/** Encodes a complete message. */
export const message = (fields: readonly Field[]): Uint8Array => Buffer.concat(fields.flat());

/** Reads the fields of a message by number. The last value of a repeated field wins. */
export function readMessage(bytes: Uint8Array): ReadonlyMap<number, bigint | Uint8Array> {
  const found = new Map<number, bigint | Uint8Array>();
  let at = 0;
  const readVarint = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('the message is invalid: an integer is truncated');
  };
  while (at < bytes.byteLength) {
    const key = Number(readVarint());
    const wireType = key & 7;
    if (wireType === varintType) {
      found.set(key >> 3, readVarint());
      continue;
    }
    const length = wireType === bytesType ? Number(readVarint()) : wireType === fixed64Type ? 8 : 4;
    if (wireType > fixed32Type || at + length > bytes.byteLength)
      throw new RangeError('the message is invalid: a field is truncated');
    found.set(key >> 3, bytes.subarray(at, at + length));
    at += length;
  }
  return found;
}
