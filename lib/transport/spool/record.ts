import { crc32 } from 'node:zlib';
import type { Priority } from '../delivery/priority.ts';
import type { Written } from '../encoding/json-writer.ts';

/**
 * What a record is: `H` the head of a segment, `A` which records have been settled, or an item, named by its
 * priority.
 */
export type RecordKind = 'H' | 'A' | `${Priority}`;

/** A record as it lies in a segment. */
export interface SpoolRecord {
  readonly kind: RecordKind;
  readonly text: Written;
  /** Where it begins, in bytes from the start of what was scanned. */
  readonly start: number;
  /** Where the next one begins. */
  readonly end: number;
}

/** What is in a piece of a segment. */
export interface Scan {
  readonly records: readonly SpoolRecord[];
  /** Places that are no record: torn, overwritten or foreign. */
  readonly corrupt: number;
}

/** Eight hex digits of CRC-32, a space, eight of length, a space; then kind and text; then a newline. */
const headBytes = 18;
const newline = 0x0a;
const space = 0x20;
const kinds = new Set(['H', 'A', '0', '1', '2']);
const maxRecordBytes = 64 * 1024 * 1024;

const hexDigits = Buffer.from('0123456789abcdef', 'latin1');

/** Writes eight hex digits, which is all that a number of 32 bits needs. */
function writeHex8(into: Buffer, value: number, at: number): void {
  for (let digit = 0; digit < 8; digit++)
    into[at + digit] = hexDigits[(value >>> (28 - 4 * digit)) & 15] as number;
}

/** Bytes of a record before its text. */
export const bytesBeforeText = headBytes + 1;

/**
 * Makes a record of a text that is written out already, with {@link bytesBeforeText} bytes free before it and one
 * after it. It must hold no line break, as no JSON does.
 */
export function frame({ room, start, end }: Written, kind: RecordKind): void {
  const first = start - bytesBeforeText;
  const body = start - 1;
  room[body] = kind.charCodeAt(0);
  room[end] = newline;
  writeHex8(room, crc32(room.subarray(body, end)), first);
  room[first + 8] = space;
  writeHex8(room, end - body, first + 9);
  room[first + 17] = space;
}

/** A record by itself. */
export function encodeRecord(kind: RecordKind, text: string): Buffer {
  const end = bytesBeforeText + Buffer.byteLength(text);
  const room = Buffer.allocUnsafe(end + 1);
  room.write(text, bytesBeforeText);
  frame({ room, start: bytesBeforeText, end }, kind);
  return room;
}

/**
 * Reads records. A record whose checksum does not fit is skipped to the next line and counted; what follows is
 * kept. The last one need not end in a newline.
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
  const text = { room: bytes, start: bodyStart + 1, end: bodyEnd };
  return { kind: kind as RecordKind, text, start, end: Math.min(bodyEnd + 1, bytes.length) };
}

function hexAt(bytes: Buffer, at: number): number | undefined {
  const text = bytes.toString('latin1', at, at + 8);
  return /^[\da-f]{8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}
