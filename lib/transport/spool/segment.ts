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
import type { Priority } from '../delivery/priority.ts';
import type { Written } from '../encoding/json-writer.ts';
import { bytesBeforeText, encodeRecord, frame, type Scan, scanRecords } from './record.ts';

/** An item to write down, written out. */
export interface SegmentItem extends Written {
  readonly priority: Priority;
}

/** Where an item lies on disk. */
export interface Place {
  readonly segment: Segment;
  readonly start: number;
  readonly end: number;
}

const { O_APPEND, O_CREAT, O_EXCL, O_RDWR } = constants;
/** Not known to Windows. */
const O_NOFOLLOW: number = constants.O_NOFOLLOW ?? 0;
const ownOnly = 0o600;

/** One append-only file of the spool, open for writing by its one owner. */
export class Segment {
  #path: string;
  readonly #file: number;
  #size: number;
  #unsettled = 0;
  /** Ranges of records that were settled and are not noted as such on disk, in bytes. */
  #settled: [start: number, end: number][] = [];

  private constructor(path: string, file: number, size: number) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
  }

  /** Makes a new file, readable by its user alone. */
  static create(path: string): Segment {
    return new Segment(path, openSync(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_APPEND, ownOnly), 0);
  }

  /** Opens a file that was written earlier. Links and other people's files are refused. */
  static open(path: string): Segment {
    const file = openSync(path, O_NOFOLLOW | O_RDWR | O_APPEND);
    const stat = fstatSync(file);
    const isOurs = process.getuid === undefined || stat.uid === process.getuid();
    if (stat.isFile() && isOurs) return new Segment(path, file, stat.size);
    closeSync(file);
    throw new Error(`${path} is no spool file of this user`);
  }

  get path(): string {
    return this.#path;
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  /** Items inside that are neither stored nor given up. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /**
   * Appends items as records, all of them or none. They lie one behind the other, each with room around it for what
   * makes a record of it.
   *
   * @throws when the disk does not take them
   */
  append(items: readonly SegmentItem[]): readonly Place[] {
    const { room, start } = items[0] as SegmentItem;
    const first = start - bytesBeforeText;
    const { end } = items[items.length - 1] as SegmentItem;
    const offset = this.#size - first;
    const places: Place[] = [];
    for (const item of items) {
      frame(item, `${item.priority}`);
      places.push({
        segment: this,
        start: offset + item.start - bytesBeforeText,
        end: offset + item.end + 1,
      });
    }
    this.#write(room, first, end + 1);
    return places;
  }

  /**
   * Writes down what the file is, for people.
   *
   * @throws when the disk does not take it
   */
  describe(head: object): void {
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

  /** Counts an item as one that waits. */
  expect(items = 1): void {
    this.#unsettled += items;
  }

  /** Notes that an item is stored, or given up. */
  settle({ start, end }: Place): void {
    this.#unsettled--;
    const last = this.#settled.at(-1);
    if (last?.[1] === start) last[1] = end;
    else this.#settled.push([start, end]);
  }

  /** Writes down what was settled, so that nobody sends it again. */
  note(): void {
    if (this.#settled.length === 0) return;
    const ranges = this.#settled.map(([start, end]) => `${start}-${end}`).join(',');
    this.#settled = [];
    this.#writeRecord('A', ranges);
  }

  /** Reads from a place to the end. */
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

  /** Shows that the owner is still there. */
  touch(): void {
    futimesSync(this.#file, new Date(), new Date());
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
      // Somebody was faster.
    }
  }
}

/** The byte ranges in the text of an `A` record. */
export const parseRanges = (text: string): readonly (readonly [start: number, end: number])[] =>
  text.split(',').map((range) => {
    const [start = Number.NaN, end = Number.NaN] = range.split('-').map(Number);
    return [start, end] as const;
  });
