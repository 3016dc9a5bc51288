import { sdk } from '../../model/index.ts';
import { type Clock, systemClock } from '../../primitives/index.ts';
import { extentOf, sizeOf, textOf, type WrittenGroup } from '../encoding/written-group.ts';
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
import type { Entry } from './entry.ts';
import { type Owner, registerOwner, releaseOwner, shortDigest } from './owner.ts';
import type { Priority } from './priorities.ts';
import type { Scan } from './record.ts';
import { type Place, parseRanges, Segment, type SegmentItem } from './segment.ts';

/** Location and limits of a spool. */
export interface SpoolOptions {
  readonly dir: string;
  /** URL of the destination. */
  readonly url: string;
  /** API key of the destination, if it is known. */
  readonly key: string | undefined;
  /** Limit on the bytes of all segments in the directory. @default 268,435,456 */
  readonly maxBytes?: number;
  /** Bytes after which a new segment starts. @default 1,048,576 */
  readonly segmentBytes?: number;
  /** Called with the reason when writing starts to fail. */
  readonly onProblem?: (message: string) => void;
  /** @default the system clock */
  readonly clock?: Clock;
}

/** Items read from disk, and the number of unreadable ones. */
export interface Recovered {
  readonly entries: readonly Entry[];
  readonly corrupt: number;
}

const defaults = {
  maxBytes: 268_435_456,
  segmentBytes: 1_048_576,
  onProblem: () => undefined,
  clock: systemClock,
};
const retryAfterMs = 30_000;

/** Part of a segment whose items are only on disk. */
interface Unread {
  readonly segment: Segment;
  readonly from: number;
  items: number;
}

/**
 * Keeps items on disk, in files of this process and thread, and never throws. Appended items survive any end
 * of the process, but not a power failure, since writes are not synced.
 */
export class Spool {
  readonly #options: Required<SpoolOptions>;
  readonly #names = new Map<Segment, SegmentName>();
  readonly #unread: Unread[] = [];
  #owner: Owner | undefined;
  #key: string;
  #active: Segment | undefined;
  #orphans: FoundSegment[] = [];
  #otherBytes = 0;
  #failedAtMs = Number.NEGATIVE_INFINITY;
  #isFailing = false;

  constructor(options: SpoolOptions) {
    this.#options = { ...defaults, ...options };
    this.#key = keyDigest(options.key);
  }

  /** Number of items that are only on disk. */
  get unread(): number {
    return this.#unread.reduce((sum, { items }) => sum + items, 0);
  }

  /** Whether ended processes left items for this destination, as of the last {@link findOrphans}. */
  get hasOrphans(): boolean {
    return this.#orphans.length > 0;
  }

  /**
   * Appends a group of items, all of them or none.
   *
   * @param keep `disk` when the items are not kept in memory and will be read back
   * @returns the places of the items, or `undefined` when they could not be written
   */
  appendGroup(group: WrittenGroup<SegmentItem>, keep: 'memory' | 'disk'): readonly Place[] | undefined {
    if (this.#isFailing && this.#options.clock.monotonicMs() - this.#failedAtMs < retryAfterMs)
      return undefined;
    try {
      const segment = this.#writable(sizeOf(extentOf(group)));
      if (!segment) return undefined;
      const places = segment.appendGroup(group);
      segment.addWaiting(places.length);
      if (keep === 'disk') for (const place of places) this.#addUnread(place);
      this.#isFailing = false;
      return places;
    } catch (error) {
      this.#fail((error as NodeJS.ErrnoException).code ?? String(error));
      return undefined;
    }
  }

  /** Marks an item as stored or dropped. */
  settle(place: Place): void {
    place.segment.settle(place);
  }

  /** Writes the settled items to disk and deletes segments without waiting items. */
  commit(): void {
    for (const segment of this.#names.keys()) {
      if (segment.unsettled === 0) attempt(() => this.#remove(segment));
      else attempt(() => segment.persistSettled());
    }
  }

  /** Reads the oldest items that are only on disk. */
  readBack(): Recovered {
    const next = this.#unread.shift();
    if (!next) return { entries: [], corrupt: 0 };
    const { segment, from, items } = next;
    const scan = attempt(() => segment.read(from));
    const entries = (scan ? entriesOf(scan, segment, from) : []).slice(0, items);
    const corrupt = items - entries.length;
    segment.addWaiting(-corrupt);
    return { entries, corrupt };
  }

  /** Finds segments of ended processes, and marks the own segments as in use. */
  findOrphans(): void {
    const found = listSegments(this.#options.dir, this.#options.clock);
    const own = new Set([...this.#names.keys()].map(({ path }) => path));
    const url = shortDigest(this.#options.url);
    const isForUs = ({ path, name, isOrphan }: FoundSegment) =>
      !own.has(path) && name.url === url && [anyKey, this.#key].includes(name.key) && isOrphan();
    this.#otherBytes = found.reduce((sum, { path, bytes }) => sum + (own.has(path) ? 0 : bytes), 0);
    this.#orphans = found.filter(isForUs);
    for (const segment of this.#names.keys()) attempt(() => segment.touch(this.#now()));
  }

  /** Claims the oldest segment that an ended process left, if no other process was faster. */
  claimOrphan(): Recovered {
    const orphan = this.#orphans.shift();
    const nothing = { entries: [], corrupt: 0 };
    if (!orphan) return nothing;
    const name = { ...orphan.name, owner: this.#registered() };
    const segment = attempt(() => Segment.open(orphan.path));
    const scan = segment && attempt(() => this.#claim(segment, name));
    if (!scan) {
      attempt(() => segment?.close());
      return nothing;
    }
    this.#names.set(segment, name);
    this.#otherBytes -= orphan.bytes;
    const entries = entriesOf(scan, segment, 0);
    segment.addWaiting(entries.length);
    return { entries, corrupt: scan.corrupt };
  }

  /** Offers all segments to processes with any key, because this key was refused. */
  release(): void {
    if (this.#key === anyKey) return;
    this.#key = anyKey;
    for (const [segment, name] of this.#names) {
      const renamed = { ...name, key: anyKey };
      attempt(() => segment.rename(pathOf(this.#options.dir, renamed)));
      this.#names.set(segment, renamed);
    }
  }

  /** Closes all files. Other processes can claim the items that remain in them. */
  close(): void {
    this.commit();
    const owner = this.#owner && releaseOwner(this.#owner);
    for (const [segment, name] of this.#names) {
      if (owner) attempt(() => segment.rename(pathOf(this.#options.dir, { ...name, owner })));
      attempt(() => segment.close());
    }
    this.#names.clear();
    this.#active = undefined;
  }

  /** Renames the segment. When several processes try, one succeeds. */
  #claim(segment: Segment, name: SegmentName): Scan {
    segment.rename(pathOf(this.#options.dir, name));
    return segment.read(0);
  }

  #addUnread(place: Place): void {
    const last = this.#unread.at(-1);
    if (last?.segment === place.segment) last.items++;
    else this.#unread.push({ segment: place.segment, from: place.start, items: 1 });
  }

  /** Returns the segment to write to, or `undefined` when the directory is full. */
  #writable(bytes: number): Segment | undefined {
    const { maxBytes, segmentBytes, onProblem, dir, url } = this.#options;
    let used = this.#otherBytes;
    for (const { size } of this.#names.keys()) used += size;
    if (used + bytes > maxBytes) {
      if (!this.#isFailing)
        attempt(() => onProblem(`the spool in ${dir} has reached its limit of ${maxBytes} bytes`));
      this.#isFailing = true;
      this.#failedAtMs = this.#options.clock.monotonicMs() - retryAfterMs;
      return undefined;
    }
    if (this.#active && this.#active.size < segmentBytes) return this.#active;
    const name = nextName(url, this.#key, this.#registered(), this.#options.clock.wallMs());
    const segment = createIn(dir, pathOf(dir, name));
    this.#names.set(segment, name);
    this.#active = segment;
    segment.appendHead({ spool: 1, url, sdk, createdAt: this.#now().toISOString() });
    return segment;
  }

  #now(): Date {
    return new Date(this.#options.clock.wallMs());
  }

  #registered(): Owner {
    this.#owner ??= registerOwner();
    return this.#owner;
  }

  #remove(segment: Segment): void {
    if (this.#active === segment) this.#active = undefined;
    this.#names.delete(segment);
    segment.remove();
  }

  #fail(reason: string): void {
    const { dir, onProblem, clock } = this.#options;
    if (!this.#isFailing) attempt(() => onProblem(`the spool in ${dir} cannot be written (${reason})`));
    this.#isFailing = true;
    this.#failedAtMs = clock.monotonicMs();
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

/** Creates a segment, and its directory if it does not exist. */
function createIn(dir: string, path: string): Segment {
  try {
    return Segment.create(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeDirectory(dir);
    return Segment.create(path);
  }
}

/** Returns the result of `act`, or `undefined` when it throws. */
function attempt<R>(act: () => R): R | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
