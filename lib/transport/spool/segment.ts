import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  futimesSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { extentOf, type Written, type WrittenGroup } from '../encoding/written-group.ts';
import type { Priority } from './priorities.ts';
import { bytesBeforeText, encodeRecord, frame, type Scan, scanRecords } from './record.ts';

/** An encoded item to append. */
export interface SegmentItem extends Written {
  readonly priority: Priority;
}

/** The place of an item on disk. */
export interface Place {
  readonly segment: Segment;
  readonly start: number;
  readonly end: number;
}

const { O_APPEND, O_CREAT, O_EXCL, O_RDWR } = constants;
/** Missing on Windows. */
const O_NOFOLLOW: number = constants.O_NOFOLLOW ?? 0;
const ownOnly = 0o600;

/** One append-only file of the spool. Only its owner writes to it. */
export class Segment {
  #path: string;
  readonly #file: number;
  #size: number;
  #unsettled = 0;
  /** Byte ranges of settled records that are not marked on disk yet. */
  #settled: [start: number, end: number][] = [];

  private constructor(path: string, file: number, size: number) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
  }

  /** Creates a file that only its user can read. */
  static create(path: string): Segment {
    return new Segment(path, openSync(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_APPEND, ownOnly), 0);
  }

  /**
   * Opens an existing file.
   *
   * @throws when it is a link or belongs to another user
   */
  static open(path: string): Segment {
    const file = openSync(path, O_NOFOLLOW | O_RDWR | O_APPEND);
    const stat = fstatSync(file);
    const isOurs = process.getuid === undefined || stat.uid === process.getuid();
    if (stat.isFile() && isOurs) return new Segment(path, file, stat.size);
    closeSync(file);
    throw new Error(`${path} is not a spool file of this user`);
  }

  get path(): string {
    return this.#path;
  }

  /** Size in bytes. */
  get size(): number {
    return this.#size;
  }

  /** Number of items that are neither stored nor dropped. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /**
   * Appends a group of items as records with one write, all of them or none.
   *
   * @throws when the disk rejects the write
   */
  appendGroup(group: WrittenGroup<SegmentItem>): readonly Place[] {
    if (group.bytesBefore !== bytesBeforeText) throw new Error('The group has no room for record framing.');
    const { buffer, start, end } = extentOf(group);
    const offset = this.#size - start;
    const places: Place[] = [];
    for (const item of group.values) {
      frame(item, `${item.priority}`);
      places.push({
        segment: this,
        start: offset + item.start - bytesBeforeText,
        end: offset + item.end + 1,
      });
    }
    this.#write(buffer, start, end);
    return places;
  }

  /**
   * Appends a head record that describes the file to a human reader.
   *
   * @throws when the disk rejects the write
   */
  appendHead(head: object): void {
    this.#writeRecord('H', JSON.stringify(head));
  }

  #writeRecord(kind: 'A' | 'H', text: string): void {
    const record = encodeRecord(kind, text);
    this.#write(record, 0, record.length);
  }

  #write(bytes: Buffer, start: number, end: number): void {
    try {
      for (let at = start; at < end; ) at += writeSync(this.#file, bytes, at, end - at);
    } catch (error) {
      ftruncateSync(this.#file, this.#size);
      throw error;
    }
    this.#size += end - start;
  }

  /** Counts items as waiting. */
  addWaiting(items = 1): void {
    this.#unsettled += items;
  }

  /** Marks an item as stored or dropped. */
  settle({ start, end }: Place): void {
    this.#unsettled--;
    const last = this.#settled.at(-1);
    if (last?.[1] === start) last[1] = end;
    else this.#settled.push([start, end]);
  }

  /** Writes the settled ranges to disk, so that no process sends those items again. */
  persistSettled(): void {
    if (this.#settled.length === 0) return;
    const ranges = this.#settled.map(([start, end]) => `${start}-${end}`).join(',');
    this.#settled = [];
    this.#writeRecord('A', ranges);
  }

  /** Reads the records from an offset to the end. */
  read(from: number): Scan {
    const bytes = Buffer.allocUnsafe(this.#size - from);
    let filled = 0;
    while (filled < bytes.length) {
      const count = readSync(this.#file, bytes, filled, bytes.length - filled, from + filled);
      if (count === 0) break;
      filled += count;
    }
    return scanRecords(bytes.subarray(0, filled));
  }

  /** Sets the file's time to `now`, as a sign that its owner is alive. */
  touch(now: Date): void {
    futimesSync(this.#file, now, now);
  }

  rename(path: string): void {
    renameSync(this.#path, path);
    this.#path = path;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Closes and deletes the file. */
  remove(): void {
    this.close();
    try {
      unlinkSync(this.#path);
    } catch {
      // Another process deleted the file first.
    }
  }
}

/** Parses the byte ranges in the text of an `A` record. */
export const parseRanges = (text: string): readonly (readonly [start: number, end: number])[] =>
  text.split(',').map((range) => {
    const [start = Number.NaN, end = Number.NaN] = range.split('-').map(Number);
    return [start, end] as const;
  });
