import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BatchItem } from '../../../lib/model/index.ts';
import { purgeSpool } from '../../../lib/transport/index.ts';
import { CrashMarkers } from '../../../lib/transport/spool/crash-markers.ts';
import { patch, started } from '../../support/items.ts';
import { tempDir } from '../../support/temp-dir.ts';

const openWills = (dir: string) => new CrashMarkers({ dir, url: 'http://127.0.0.1:3001/', key: 'k' });

/** What a process after this one tells. */
function told(dir: string): readonly BatchItem[] {
  const items: BatchItem[] = [];
  openWills(dir).recover((found) => void items.push(...found));
  return items;
}

/** What is told after a process that sent its items once after each of these, and is gone. */
function toldAfter(...turns: readonly (readonly BatchItem[])[]): readonly BatchItem[] {
  const dir = tempDir();
  const crashMarkers = openWills(dir);
  for (const items of turns) {
    for (const item of items) crashMarkers.observe(item);
    crashMarkers.persist();
    crashMarkers.commit();
  }
  crashMarkers.close();
  return told(dir);
}

describe('after a process that is gone', () => {
  it('a session that went on is told as interrupted, and all it told of itself later holds against that', () => {
    const start = started('s1', 1);
    const end = patch('s1', { status: 'completed' });
    expect(toldAfter([start])).toEqual([
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
  ])('nothing is told of a session that %s', (_, turns) => {
    expect(toldAfter(...turns)).toEqual([]);
  });

  it('a session that went on after it had waited is told once, as interrupted after that', () => {
    const waits = patch('s', { reason: 'suspended' });
    const goesOn = patch('s', { reason: null });
    const items = toldAfter([started('s', 1)], [waits], [goesOn], [patch('s', {}, { tags: ['x'] })]);
    expect(items).toMatchObject([{ id: 's', revision: goesOn.revision + 1 }]);
  });

  it('each session is told once, and nothing is left on disk', () => {
    const dir = tempDir();
    const crashMarkers = openWills(dir);
    for (let session = 0; session < 100; session++) crashMarkers.observe(started(`s${session}`, session));
    crashMarkers.persist();
    crashMarkers.close();
    expect(new Set(told(dir).map(({ id }) => id)).size).toBe(100);
    expect(told(dir)).toEqual([]);
    expect(readdirSync(join(dir, 'open')).filter((file) => file.endsWith('.spool'))).toEqual([]);
  });

  it('nothing is told once the spool was purged', () => {
    const dir = tempDir();
    const crashMarkers = openWills(dir);
    crashMarkers.observe(started('s1', 1));
    crashMarkers.persist();
    expect(purgeSpool(dir)).toBe(0);
    crashMarkers.close();
    expect(purgeSpool(dir)).toBe(1);
    expect(told(dir)).toEqual([]);
  });
});

it('a process that goes on is told nothing of by others', () => {
  const dir = tempDir();
  const crashMarkers = openWills(dir);
  crashMarkers.observe(started('s1', 1));
  crashMarkers.persist();
  expect(told(dir)).toEqual([]);
  crashMarkers.close();
});
