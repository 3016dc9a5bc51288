import { sdk } from '../../model/index.ts';
import type { Priority } from '../delivery/priority.ts';
import type { Entry } from '../delivery/queue.ts';
import { sizeOf, textOf } from '../encoding/json-writer.ts';
import {
  anyKey,
  type FoundSegment,
  keyDigest,
  listSegments,
  makeDirectory,
  nextName,
  pathOf,
  type SegmentName,
} from './directory.ts';
import { enrol, type Owner, retire, shortDigest } from './owner.ts';
import type { Scan } from './record.ts';
import { type Place, parseRanges, Segment, type SegmentItem } from './segment.ts';

/** Where items wait on disk, and for whom. */
export interface SpoolOptions {
  readonly dir: string;
  /** The address the items are for. */
  readonly url: string;
  /** The key they are sent with; `undefined` when none is known yet. */
  readonly key: string | undefined;
  /** Bytes of all segments in the directory. @default 268,435,456 */
  readonly maxBytes?: number;
  /** Bytes after which the next segment is begun. @default 1,048,576 */
  readonly segmentBytes?: number;
  /** Told, once a run of failures, why nothing can be written. */
  readonly onProblem?: (message: string) => void;
}

/** Items that were read back, and the records that could not be. */
export interface Recovered {
  readonly entries: readonly Entry[];
  readonly corrupt: number;
}

const defaults = { maxBytes: 268_435_456, segmentBytes: 1_048_576, onProblem: () => undefined };
const retryAfterMs = 30_000;

/** A stretch of a segment whose items are on disk alone. */
interface Unread {
  readonly segment: Segment;
  readonly from: number;
  items: number;
}

/**
 * Items on disk, in files of this process and thread. What is appended survives the end of the process, however it
 * comes; it does not wait for the disk itself, so that the machine's power may not fail.
 */
export class Spool {
  readonly #options: Required<SpoolOptions>;
  readonly #names = new Map<Segment, SegmentName>();
  readonly #unread: Unread[] = [];
  #owner: Owner | undefined;
  #key: string;
  #active: Segment | undefined;
  #free: FoundSegment[] = [];
  #otherBytes = 0;
  #failedAtMs = Number.NEGATIVE_INFINITY;
  #isFailing = false;

  constructor(options: SpoolOptions) {
    this.#options = { ...defaults, ...options };
    this.#key = keyDigest(options.key);
  }

  /** Items that are on disk alone. */
  get unread(): number {
    return this.#unread.reduce((sum, { items }) => sum + items, 0);
  }

  /** Whether others have left something for this destination, as of the last {@link survey}. */
  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  /**
   * Writes items down, all of them or none; see {@link Segment.append} for how they lie.
   *
   * @param keep `disk` when they are not kept in memory: they will be read back
   * @returns `undefined` when they could not be written
   */
  append(items: readonly SegmentItem[], keep: 'memory' | 'disk'): readonly Place[] | undefined {
    if (this.#isFailing && performance.now() - this.#failedAtMs < retryAfterMs) return undefined;
    try {
      const segment = this.#writable(items.reduce((sum, item) => sum + sizeOf(item), 0));
      if (!segment) return undefined;
      const places = segment.append(items);
      segment.expect(places.length);
      if (keep === 'disk') for (const place of places) this.#leave(place);
      this.#isFailing = false;
      return places;
    } catch (error) {
      this.#fail((error as NodeJS.ErrnoException).code ?? String(error));
      return undefined;
    }
  }

  /** Notes that an item is stored, or given up. */
  settle(place: Place): void {
    place.segment.settle(place);
  }

  /** Writes down what was settled and deletes the segments of which nothing is left. */
  commit(): void {
    for (const segment of this.#names.keys()) {
      if (segment.unsettled === 0) this.#remove(segment);
      else attempt(() => segment.note());
    }
  }

  /** Reads the oldest of what is on disk alone back. */
  readBack(): Recovered {
    const next = this.#unread.shift();
    if (!next) return { entries: [], corrupt: 0 };
    const { segment, from, items } = next;
    const scan = attempt(() => segment.read(from));
    const entries = (scan ? entriesOf(scan, segment, from) : []).slice(0, items);
    const corrupt = items - entries.length;
    segment.expect(-corrupt);
    return { entries, corrupt };
  }

  /** Looks for what others have left, and shows them that this owner is still there. */
  survey(): void {
    const found = listSegments(this.#options.dir);
    const own = new Set([...this.#names.keys()].map(({ path }) => path));
    const url = shortDigest(this.#options.url);
    const isForUs = ({ path, name, isFree }: FoundSegment) =>
      !own.has(path) && name.url === url && [anyKey, this.#key].includes(name.key) && isFree();
    this.#otherBytes = found.reduce((sum, { path, bytes }) => sum + (own.has(path) ? 0 : bytes), 0);
    this.#free = found.filter(isForUs);
    for (const segment of this.#names.keys()) attempt(() => segment.touch());
  }

  /** Takes over the oldest segment that others have left, if it is still there. */
  adopt(): Recovered {
    const free = this.#free.shift();
    const nothing = { entries: [], corrupt: 0 };
    if (!free) return nothing;
    const name = { ...free.name, owner: this.#enrolled() };
    const segment = attempt(() => Segment.open(free.path));
    const scan = segment && attempt(() => this.#takeOver(segment, name));
    if (!scan) {
      segment?.close();
      return nothing;
    }
    this.#names.set(segment, name);
    this.#otherBytes -= free.bytes;
    const entries = entriesOf(scan, segment, 0);
    segment.expect(entries.length);
    return { entries, corrupt: scan.corrupt };
  }

  /** Lets whoever has another key send what is here: this one was refused. */
  release(): void {
    if (this.#key === anyKey) return;
    this.#key = anyKey;
    for (const [segment, name] of this.#names) {
      const renamed = { ...name, key: anyKey };
      attempt(() => segment.rename(pathOf(this.#options.dir, renamed)));
      this.#names.set(segment, renamed);
    }
  }

  /** Lets go of all files; what is left in them can be taken over. */
  close(): void {
    this.commit();
    const owner = this.#owner && retire(this.#owner);
    for (const [segment, name] of this.#names) {
      if (owner) attempt(() => segment.rename(pathOf(this.#options.dir, { ...name, owner })));
      attempt(() => segment.close());
    }
    this.#names.clear();
    this.#active = undefined;
  }

  /** Of several that try, the rename lets one succeed. */
  #takeOver(segment: Segment, name: SegmentName): Scan {
    segment.rename(pathOf(this.#options.dir, name));
    return segment.read(0);
  }

  #leave(place: Place): void {
    const last = this.#unread.at(-1);
    if (last?.segment === place.segment) last.items++;
    else this.#unread.push({ segment: place.segment, from: place.start, items: 1 });
  }

  /** The segment to write to, or `undefined` when the directory is full. */
  #writable(bytes: number): Segment | undefined {
    const { maxBytes, segmentBytes, onProblem, dir, url } = this.#options;
    let used = this.#otherBytes;
    for (const { size } of this.#names.keys()) used += size;
    if (used + bytes > maxBytes) {
      if (!this.#isFailing) onProblem(`the spool in ${dir} has reached its ${maxBytes} bytes`);
      this.#isFailing = true;
      this.#failedAtMs = performance.now() - retryAfterMs;
      return undefined;
    }
    if (this.#active && this.#active.size < segmentBytes) return this.#active;
    const name = nextName(url, this.#key, this.#enrolled());
    const segment = createIn(dir, pathOf(dir, name));
    this.#names.set(segment, name);
    this.#active = segment;
    segment.describe({ spool: 1, url, sdk, createdAt: new Date().toISOString() });
    return segment;
  }

  #enrolled(): Owner {
    this.#owner ??= enrol();
    return this.#owner;
  }

  #remove(segment: Segment): void {
    if (this.#active === segment) this.#active = undefined;
    this.#names.delete(segment);
    segment.remove();
  }

  #fail(reason: string): void {
    if (!this.#isFailing)
      this.#options.onProblem(`the spool in ${this.#options.dir} takes nothing (${reason})`);
    this.#isFailing = true;
    this.#failedAtMs = performance.now();
  }
}

function entriesOf({ records }: Scan, segment: Segment, from: number): readonly Entry[] {
  const settled = records.flatMap(({ kind, text }) => (kind === 'A' ? parseRanges(textOf(text)) : []));
  return records.flatMap(({ kind, text, start, end }) => {
    const place = { segment, start: from + start, end: from + end };
    const isDone = settled.some(([first, last]) => place.start >= first && place.end <= last);
    if (kind === 'H' || kind === 'A' || isDone) return [];
    return [{ ...text, priority: Number(kind) as Priority, place }];
  });
}

/** Makes a segment, and the directory for it where there is none. */
function createIn(dir: string, path: string): Segment {
  try {
    return Segment.create(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeDirectory(dir);
    return Segment.create(path);
  }
}

/** What `act` returns, or `undefined` when the disk does not do it. */
function attempt<R>(act: () => R): R | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
