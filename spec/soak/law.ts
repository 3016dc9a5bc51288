import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What writers say of the events they recorded. */
export interface Reported {
  /** Written down before they were handed over. */
  readonly recorded: ReadonlySet<string>;
  /** Of these: on disk or stored, as their writer saw it, or of a writer that came to its own end. */
  readonly safe: ReadonlySet<string>;
  /** Lost by a named reason, as their writers counted. */
  readonly dropped: number;
}

/** What is in the database. */
export interface Kept {
  readonly ids: readonly string[];
  readonly integrity: string;
  /** Sum of what the events cost, in pico-dollars. */
  readonly costPico: number;
}

/** Reads the writers' files. */
export function readReports(logDir: string): Reported {
  const recorded = new Set<string>();
  const safe = new Set<string>();
  let dropped = 0;
  for (const file of readdirSync(logDir)) {
    const lines = readFileSync(join(logDir, file), 'utf8').split('\n');
    const hasEnded = lines.includes('end');
    for (const line of lines) {
      const [mark, what = ''] = line.split(' ');
      if (mark === '?') recorded.add(what);
      if (mark === '!' || (mark === '?' && hasEnded)) safe.add(what);
      if (mark === 'x') dropped += Number(what);
    }
  }
  return { recorded, safe, dropped };
}

/** Reads the database. */
export function readKept(dataDir: string): Kept {
  const db = new DatabaseSync(join(dataDir, 'sentrial.db'));
  const rows = db.prepare('SELECT id, body FROM events').all() as { id: string; body: string }[];
  const [{ integrity_check: integrity } = { integrity_check: 'nothing' }] = db
    .prepare('PRAGMA integrity_check')
    .all() as { integrity_check: string }[];
  db.close();
  const costs = rows.map(
    ({ body }) => (JSON.parse(body) as { cost?: { totalPico?: number } }).cost?.totalPico ?? 0,
  );
  return { ids: rows.map(({ id }) => id), integrity, costPico: costs.reduce((sum, cost) => sum + cost, 0) };
}

/** How the law was broken; all 0 where it holds. */
export interface Breaches {
  /** Safe, and neither in the store nor lost by a named reason. */
  readonly missing: number;
  readonly twice: number;
  /** Items in the store that no writer recorded. */
  readonly unknown: number;
  /** Acknowledged by the collector, and not in the store. */
  readonly acknowledgedMissing: number;
}

/** Holds what is there against what should be. */
export function findBreaches(reported: Reported, kept: Kept, acknowledged: ReadonlySet<string>): Breaches {
  const ids = new Set(kept.ids);
  const countMissing = (wanted: ReadonlySet<string>) => [...wanted].filter((id) => !ids.has(id)).length;
  return {
    missing: Math.max(0, countMissing(reported.safe) - reported.dropped),
    twice: kept.ids.length - ids.size,
    unknown: [...ids].filter((id) => !reported.recorded.has(id)).length,
    acknowledgedMissing: countMissing(acknowledged),
  };
}
