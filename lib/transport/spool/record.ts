import { crc32 } from 'node:zlib';
import type { Priority } from '../priority.ts';

/**
 * What a record is: `H` the head of a segment, `A` which records have been settled, or an item, named by its
 * priority.
 */
export type RecordKind = 'H' | 'A' | `${Priority}`;

/** A record as it lies in a segment. */
export interface SpoolRecord {
  readonly kind: RecordKind;
  readonly text: string;
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

/** A record to write. `text` must hold no line break, as no JSON does. */
export interface Draft {
  readonly kind: RecordKind;
  readonly text: string;
}

/** Taken again for all records that fit: they are on disk before the next ones are written out. */
const scratch = Buffer.allocUnsafeSlow(262_144);
const maxUtf8BytesPerChar = 3;

/** More bytes than a record with so long a text can take. */
export const mostBytes = (chars: number): number => headBytes + 2 + chars * maxUtf8BytesPerChar;

/** Bytes, by {@link mostBytes}, of records that are written out together without another buffer. */
export const groupBytes = scratch.length;

/**
 * Writes records out, one after the other.
 *
 * @returns bytes that stand until the next records are written out, and where in them each record ends
 */
export function encodeRecords(drafts: readonly Draft[]): { readonly bytes: Buffer; readonly ends: number[] } {
  const most = drafts.reduce((sum, { text }) => sum + mostBytes(text.length), 0);
  const room = most <= scratch.length ? scratch : Buffer.allocUnsafe(most);
  let at = 0;
  const ends: number[] = [];
  for (const draft of drafts) {
    at = encodeInto(room, at, draft);
    ends.push(at);
  }
  return { bytes: room.subarray(0, at), ends };
}

function encodeInto(room: Buffer, start: number, { kind, text }: Draft): number {
  const body = start + headBytes;
  room[body] = kind.charCodeAt(0);
  const end = body + 1 + room.write(text, body + 1);
  room[end] = newline;
  writeHex8(room, crc32(room.subarray(body, end)), start);
  room[start + 8] = space;
  writeHex8(room, end - body, start + 9);
  room[start + 17] = space;
  return end + 1;
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
  const text = body.toString('utf8', 1);
  return { kind: kind as RecordKind, text, start, end: Math.min(bodyEnd + 1, bytes.length) };
}

function hexAt(bytes: Buffer, at: number): number | undefined {
  const text = bytes.toString('latin1', at, at + 8);
  return /^[\da-f]{8}$/.test(text) ? Number.parseInt(text, 16) : undefined;
}
