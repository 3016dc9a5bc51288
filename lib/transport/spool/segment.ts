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
import { type Draft, encodeRecords, type Scan, scanRecords } from './record.ts';

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
   * Appends records, all of them or none.
   *
   * @throws when the disk does not take them
   */
  append(drafts: readonly Draft[]): readonly Place[] {
    const { bytes, ends } = encodeRecords(drafts);
    const first = this.#size;
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    } catch (error) {
      ftruncateSync(this.#file, first);
      throw error;
    }
    this.#size += bytes.length;
    return ends.map((end, at) => ({ segment: this, start: first + (ends[at - 1] ?? 0), end: first + end }));
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
    this.append([{ kind: 'A', text: ranges }]);
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
