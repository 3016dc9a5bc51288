import { crc32 } from 'node:zlib';
import type { Written } from '../encoding/written-group.ts';
import type { Priority } from './priorities.ts';

/** Kind of a record: `H` for the head of a segment, `A` for settled ranges, or the priority of an item. */
export type RecordKind = 'H' | 'A' | `${Priority}`;

/** A record in a segment. */
export interface SpoolRecord {
  readonly kind: RecordKind;
  readonly text: Written;
  /** Offset of its first byte in the scanned bytes. */
  readonly start: number;
  /** Offset of the next record. */
  readonly end: number;
}

/** The content of a part of a segment. */
export interface Scan {
  readonly records: readonly SpoolRecord[];
  /** Number of places without a valid record, because they are torn, overwritten or foreign. */
  readonly corrupt: number;
}

/** Eight hex digits of CRC-32, a space, eight of length, a space; then kind and text; then a newline. */
const headBytes = 18;
const newline = 0x0a;
const space = 0x20;
const kinds = new Set(['H', 'A', '0', '1', '2']);
const maxRecordBytes = 64 * 1024 * 1024;

const hexDigits = Buffer.from('0123456789abcdef', 'latin1');

/** Writes a 32-bit number as eight hex digits. */
function writeHex8(into: Buffer, value: number, at: number): void {
  for (let digit = 0; digit < 8; digit++)
    into[at + digit] = hexDigits[(value >>> (28 - 4 * digit)) & 15] as number;
}

/** Bytes of a record in front of its text. */
export const bytesBeforeText = headBytes + 1;

/**
 * Turns written JSON into a record in place. It needs {@link bytesBeforeText} free bytes before it and one behind it, and
 * JSON contains no line break.
 */
export function frame({ buffer, start, end }: Written, kind: RecordKind): void {
  const first = start - bytesBeforeText;
  const body = start - 1;
  buffer[body] = kind.charCodeAt(0);
  buffer[end] = newline;
  writeHex8(buffer, crc32(buffer.subarray(body, end)), first);
  buffer[first + 8] = space;
  writeHex8(buffer, end - body, first + 9);
  buffer[first + 17] = space;
}

/** Encodes one record in a buffer of its own. */
export function encodeRecord(kind: RecordKind, text: string): Buffer {
  const end = bytesBeforeText + Buffer.byteLength(text);
  const buffer = Buffer.allocUnsafe(end + 1);
  buffer.write(text, bytesBeforeText);
  frame({ buffer, start: bytesBeforeText, end }, kind);
  return buffer;
}

/**
 * Reads records; the last one can lack its newline. A record with a wrong checksum is skipped up to the next
 * line and counted.
 */
export function scanRecords(bytes: Buffer): Scan {
  const records: SpoolRecord[] = [];
  let corrupt = 0;
  let at = 0;
  while (at < bytes.length) {
    const record = recordAt(bytes, at);
    if (record) {
      records.push(record);
      at = record.end;
    } else {
      corrupt++;
      const lineEnd = bytes.indexOf(newline, at);
      at = lineEnd === -1 ? bytes.length : lineEnd + 1;
    }
  }
  return { records, corrupt };
}

function recordAt(bytes: Buffer, start: number): SpoolRecord | undefined {
  const bodyStart = start + headBytes;
  if (bodyStart >= bytes.length || bytes[start + 8] !== space || bytes[start + 17] !== space)
    return undefined;
  const checksum = hexAt(bytes, start);
  const length = hexAt(bytes, start + 9);
  if (checksum === undefined || length === undefined || length < 1 || length > maxRecordBytes)
    return undefined;
  const bodyEnd = bodyStart + length;
  if (bodyEnd > bytes.length) return undefined;
  const body = bytes.subarray(bodyStart, bodyEnd);
  const kind = String.fromCharCode(body[0] ?? 0);
  if (!kinds.has(kind) || crc32(body) !== checksum) return undefined;
  const text = { buffer: bytes, start: bodyStart + 1, end: bodyEnd };
  return { kind: kind as RecordKind, text, start, end: Math.min(bodyEnd + 1, bytes.length) };
}

function hexAt(bytes: Buffer, at: number): number | undefined {
  const text = bytes.toString('latin1', at, at + 8);
  return /^[\da-f]{8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}
