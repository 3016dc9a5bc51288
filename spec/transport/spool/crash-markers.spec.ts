import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BatchItem } from '../../../lib/model/index.ts';
import { purgeSpool } from '../../../lib/transport/index.ts';
import { CrashMarkers } from '../../../lib/transport/spool/crash-markers.ts';
import { patch, started } from '../../support/items.ts';
import { tempDir } from '../../support/temp-dir.ts';

const openWills = (dir: string) => new CrashMarkers({ dir, url: 'http://127.0.0.1:3001/', key: 'k' });

/** Returns the items that a later process reports. */
function reported(dir: string): readonly BatchItem[] {
  const items: BatchItem[] = [];
  openWills(dir).recover((found) => void items.push(...found));
  return items;
}

/** Returns the items reported after a process that persisted its markers after each turn and was killed. */
function reportedAfter(...turns: readonly (readonly BatchItem[])[]): readonly BatchItem[] {
  const dir = tempDir();
  const crashMarkers = openWills(dir);
  for (const items of turns) {
    for (const item of items) crashMarkers.observe(item);
    crashMarkers.persist();
    crashMarkers.commit();
  }
  crashMarkers.close();
  return reported(dir);
}

describe('after a process was killed', () => {
  it('a running session is reported as interrupted, unless later changes say otherwise', () => {
    const start = started('s1', 1);
    const end = patch('s1', { status: 'completed' });
    expect(reportedAfter([start])).toEqual([
      {
        type: 'session',
        id: 's1',
        revision: start.revision + 1,
        set: { status: 'failed', reason: 'interrupted' },
      },
    ]);
    expect(end.revision).toBeGreaterThanOrEqual(start.revision + 1);
  });

  it.each([
    ['ended', [[started('s', 1)], [patch('s', { status: 'completed', reason: null })]]],
    ['ended before anything was sent', [[started('s', 1), patch('s', { status: 'failed' })]]],
    ['waits for somebody', [[started('s', 1)], [patch('s', { reason: 'suspended' })]]],
    ['began in another process', [[patch('s', {}, { metadata: { a: 1 } })]]],
  ])('nothing is reported about a session that %s', (_, turns) => {
    expect(reportedAfter(...turns)).toEqual([]);
  });

  it('a resumed session is reported once, as interrupted after its suspension', () => {
    const waits = patch('s', { reason: 'suspended' });
    const goesOn = patch('s', { reason: null });
    const items = reportedAfter([started('s', 1)], [waits], [goesOn], [patch('s', {}, { tags: ['x'] })]);
    expect(items).toMatchObject([{ id: 's', revision: goesOn.revision + 1 }]);
  });

  it('each session is reported once, and nothing is left on disk', () => {
    const dir = tempDir();
    const crashMarkers = openWills(dir);
    for (let session = 0; session < 100; session++) crashMarkers.observe(started(`s${session}`, session));
    crashMarkers.persist();
    crashMarkers.close();
    expect(new Set(reported(dir).map(({ id }) => id)).size).toBe(100);
    expect(reported(dir)).toEqual([]);
    expect(readdirSync(join(dir, 'open')).filter((file) => file.endsWith('.spool'))).toEqual([]);
  });

  it('nothing is reported after the spool was purged', () => {
    const dir = tempDir();
    const crashMarkers = openWills(dir);
    crashMarkers.observe(started('s1', 1));
    crashMarkers.persist();
    expect(purgeSpool(dir)).toBe(0);
    crashMarkers.close();
    expect(purgeSpool(dir)).toBe(1);
    expect(reported(dir)).toEqual([]);
  });
});

it('other processes report nothing about a running process', () => {
  const dir = tempDir();
  const crashMarkers = openWills(dir);
  crashMarkers.observe(started('s1', 1));
  crashMarkers.persist();
  expect(reported(dir)).toEqual([]);
  crashMarkers.close();
});
