import type { BatchItem, SessionPatch } from '../../model/index.ts';
import type { Entry } from '../delivery/queue.ts';
import { JsonWriter, textOf } from '../encoding/json-writer.ts';
import { crashMarkersDir } from './directory.ts';
import { bytesBeforeText } from './record.ts';
import type { Place } from './segment.ts';
import { Spool, type SpoolOptions } from './spool.ts';

/** A session that goes on. */
interface Open {
  readonly revision: number;
  /** Where its will lies. */
  place?: Place;
}

const mostOpen = 10_000;

/**
 * What is to be told of sessions that go on, should the process be killed: on disk, for whoever comes after it. Each
 * is as old as the session's start, so that whatever the session told of itself later holds against it.
 */
export class CrashMarkers {
  readonly #spool: Spool;
  readonly #writer = new JsonWriter(bytesBeforeText);
  readonly #open = new Map<string, Open>();
  readonly #unwritten = new Set<string>();

  constructor(options: SpoolOptions) {
    this.#spool = new Spool({ ...options, dir: crashMarkersDir(options.dir), onProblem: () => undefined });
  }

  /** Takes note of a session's start, wait, return or end. */
  hear(item: BatchItem): void {
    if (item.type !== 'session' || !item.set) return;
    const { status, reason } = item.set;
    const goesOn = status === 'running' || (status === undefined && reason === null);
    if (goesOn) this.#begin(item);
    else if (status !== undefined || reason === 'suspended') this.#end(item.id);
  }

  /** Writes the crashMarkers of the sessions that go on now; most have ended before anything of them is sent. */
  write(): void {
    for (const id of this.#unwritten) {
      const open = this.#open.get(id) as Open;
      this.#writer.reuse();
      const will = this.#writer.write(willOf(id, open.revision));
      const [place] = this.#spool.append([{ ...will, priority: 2 }], 'memory') ?? [];
      if (place) open.place = place;
    }
    this.#unwritten.clear();
  }

  /** Deletes the files in which no will is left. */
  commit(): void {
    this.#spool.commit();
  }

  /** Hands over the crashMarkers of processes that were killed, then deletes them. */
  execute(take: (items: readonly BatchItem[]) => void): void {
    this.#spool.survey();
    while (this.#spool.hasFree) {
      const { entries } = this.#spool.adopt();
      take(entries.flatMap(itemOf));
      for (const { place } of entries) if (place) this.#spool.settle(place);
      this.#spool.commit();
    }
  }

  /** Leaves to others what was not withdrawn. */
  close(): void {
    this.#spool.close();
  }

  #begin({ id, revision }: SessionPatch): void {
    this.#end(id);
    if (this.#open.size >= mostOpen) return;
    this.#open.set(id, { revision });
    this.#unwritten.add(id);
  }

  #end(id: string): void {
    const place = this.#open.get(id)?.place;
    if (place) this.#spool.settle(place);
    this.#open.delete(id);
    this.#unwritten.delete(id);
  }
}

const willOf = (id: string, revision: number): SessionPatch => ({
  type: 'session',
  id,
  revision: revision + 1,
  set: { status: 'failed', reason: 'interrupted' },
});

function itemOf(entry: Entry): readonly BatchItem[] {
  try {
    return [JSON.parse(textOf(entry)) as BatchItem];
  } catch {
    return [];
  }
}
