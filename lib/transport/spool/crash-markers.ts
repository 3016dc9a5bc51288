import { type BatchItem, isObject, type SessionPatch } from '../../model/index.ts';
import { JsonWriter } from '../encoding/json-writer.ts';
import { textOf } from '../encoding/written-group.ts';
import { crashMarkersDir } from './directory.ts';
import type { Entry } from './entry.ts';
import { bytesBeforeText } from './record.ts';
import type { Place } from './segment.ts';
import { Spool, type SpoolOptions } from './spool.ts';

/** A running session. */
interface RunningSession {
  readonly revision: number;
  /** The place of its marker on disk. */
  place?: Place;
}

const maxSessions = 10_000;

/**
 * Marks running sessions on disk, so that a later process can report them as interrupted when this one is
 * killed. A marker has the revision of the session's start, so that later changes take precedence.
 */
export class CrashMarkers {
  readonly #spool: Spool;
  readonly #writer = new JsonWriter(bytesBeforeText);
  readonly #running = new Map<string, RunningSession>();
  readonly #unwritten = new Set<string>();

  constructor(options: SpoolOptions) {
    this.#spool = new Spool({ ...options, dir: crashMarkersDir(options.dir), onProblem: () => undefined });
  }

  /** Observes the start, suspension, resumption and end of sessions. */
  observe(item: BatchItem): void {
    if (item.type !== 'session' || !item.set) return;
    const { status, reason } = item.set;
    const isRunning = status === 'running' || (status === undefined && reason === null);
    if (isRunning) this.#add(item);
    else if (status !== undefined || reason === 'suspended') this.#delete(item.id);
  }

  /** Writes the markers of running sessions. Most sessions end before their first batch and need none. */
  persist(): void {
    for (const id of this.#unwritten) {
      const session = this.#running.get(id) as RunningSession;
      this.#writer.reuse();
      const marker = { ...this.#writer.write(markerOf(id, session.revision)), priority: 2 } as const;
      const group = { values: [marker], bytesBefore: bytesBeforeText } as const;
      const [place] = this.#spool.appendGroup(group, 'memory') ?? [];
      if (place) session.place = place;
    }
    this.#unwritten.clear();
  }

  /** Deletes files without markers. */
  commit(): void {
    this.#spool.commit();
  }

  /** Passes the markers of killed processes to `report`, then deletes them. */
  recover(report: (items: readonly BatchItem[]) => void): void {
    this.#spool.findOrphans();
    while (this.#spool.hasOrphans) {
      const { entries } = this.#spool.claimOrphan();
      report(entries.flatMap(itemOf));
      for (const { place } of entries) if (place) this.#spool.settle(place);
      this.#spool.commit();
    }
  }

  /** Closes all files. Remaining markers are left to later processes. */
  close(): void {
    this.#spool.close();
  }

  #add({ id, revision }: SessionPatch): void {
    this.#delete(id);
    if (this.#running.size >= maxSessions) return;
    this.#running.set(id, { revision });
    this.#unwritten.add(id);
  }

  #delete(id: string): void {
    const place = this.#running.get(id)?.place;
    if (place) this.#spool.settle(place);
    this.#running.delete(id);
    this.#unwritten.delete(id);
  }
}

const markerOf = (id: string, revision: number): SessionPatch => ({
  type: 'session',
  id,
  revision: revision + 1,
  set: { status: 'failed', reason: 'interrupted' },
});

function itemOf(entry: Entry): readonly BatchItem[] {
  try {
    const item: unknown = JSON.parse(textOf(entry));
    return isObject(item) ? [item as unknown as BatchItem] : [];
  } catch {
    return [];
  }
}
