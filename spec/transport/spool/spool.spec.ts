import {
  chmodSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../lib/transport/encoding/written-group.ts';
import { Spool, type SpoolOptions } from '../../../lib/transport/spool/spool.ts';
import { spoolItems } from '../../support/spool-items.ts';
import { tempDir } from '../../support/temp-dir.ts';

const url = 'http://127.0.0.1:3001/';
const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => `{"n":${at}}`);
const filesIn = (dir: string) => readdirSync(dir).filter((file) => file.endsWith('.spool'));

function openSpool(dir: string, options: Partial<SpoolOptions> = {}): Spool {
  const spool = new Spool({ dir, url, key: 'k', ...options });
  spool.findOrphans();
  return spool;
}

const appendOne = (spool: Spool, json: string, keep: 'memory' | 'disk') =>
  spool.appendGroup(spoolItems([JSON.parse(json)]), keep)?.[0];

/** What a spool takes over, as text. */
function adopted(spool: Spool): { readonly found: readonly string[]; readonly corrupt: number } {
  const found: string[] = [];
  let lost = 0;
  spool.findOrphans();
  while (spool.hasOrphans) {
    const { entries, corrupt } = spool.claimOrphan();
    found.push(...entries.map(textOf));
    lost += corrupt;
  }
  return { found, corrupt: lost };
}

describe('appendGroup()', () => {
  it('writes files that only their user can read, in a directory that git ignores', () => {
    const dir = join(tempDir(), 'deep', 'spool');
    appendOne(openSpool(dir), '{}', 'memory');
    const [file = ''] = filesIn(dir);
    expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('reports a read-only directory once', () => {
    const reported: string[] = [];
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    const spool = openSpool(join(file, 'spool'), { onProblem: (message) => reported.push(message) });
    for (const text of texts(3)) expect(appendOne(spool, text, 'memory')).toBeUndefined();
    expect(reported).toEqual([expect.stringContaining('ENOTDIR')]);
  });

  it('stays below its size with several writers, and continues once there is room', () => {
    const dir = tempDir();
    const other = openSpool(dir);
    appendOne(other, JSON.stringify('x'.repeat(2000)), 'memory');
    const reported: string[] = [];
    const spool = openSpool(dir, { maxBytes: 4000, onProblem: (message) => reported.push(message) });
    const places = texts(100).map((text) => appendOne(spool, text, 'memory'));
    const kept = places.filter((place) => place !== undefined);
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(100);
    expect(reported).toEqual([expect.stringContaining('4000 bytes')]);
    for (const place of kept) spool.settle(place);
    spool.commit();
    expect(appendOne(spool, '{}', 'memory')).toBeDefined();
  });
});

describe('commit()', () => {
  it('deletes a file once all its items are settled', () => {
    const dir = tempDir();
    const spool = openSpool(dir);
    const places = texts(3).map((text) => appendOne(spool, text, 'memory'));
    for (const place of places) if (place) spool.settle(place);
    spool.commit();
    expect(filesIn(dir)).toEqual([]);
  });

  it('leaves only unsettled items to the next process', () => {
    const dir = tempDir();
    const spool = openSpool(dir);
    const places = texts(10).map((text) => appendOne(spool, text, 'memory'));
    for (const at of [0, 1, 2, 5]) {
      const place = places[at];
      if (place) spool.settle(place);
      if (at === 2) spool.commit();
    }
    spool.close();
    const numbers = adopted(openSpool(dir)).found.map((text) => JSON.parse(text).n);
    expect(numbers).toEqual([3, 4, 6, 7, 8, 9]);
  });
});

describe('readBack()', () => {
  it('returns items that are only on disk, in order, across files', () => {
    const spool = openSpool(tempDir(), { segmentBytes: 500 });
    for (const text of texts(100)) appendOne(spool, text, 'disk');
    expect(spool.unread).toBe(100);
    const found: string[] = [];
    while (spool.unread > 0) found.push(...spool.readBack().entries.map(textOf));
    expect(found).toEqual(texts(100));
  });
});

describe('claimOrphan()', () => {
  it('claims the files of an ended process, oldest first', () => {
    const dir = tempDir();
    for (const part of [texts(5), ['{"n":5}']]) {
      const spool = openSpool(dir);
      for (const text of part) appendOne(spool, text, 'memory');
      spool.close();
    }
    expect(adopted(openSpool(dir))).toEqual({ found: texts(6), corrupt: 0 });
  });

  it('ignores files with an owner, another address or another key', () => {
    const dir = tempDir();
    const alive = openSpool(dir);
    appendOne(alive, '{}', 'memory');
    for (const options of [{ url: 'https://elsewhere.example/' }, { key: 'another' }]) {
      const spool = openSpool(dir, options);
      appendOne(spool, '{}', 'memory');
      spool.close();
    }
    expect(adopted(openSpool(dir)).found).toEqual([]);
  });

  it('claims files that have no key, or a refused key', () => {
    const dir = tempDir();
    const keyless = openSpool(dir, { key: undefined });
    appendOne(keyless, '{"n":0}', 'memory');
    keyless.close();
    const refused = openSpool(dir, { key: 'wrong' });
    appendOne(refused, '{"n":1}', 'memory');
    refused.release();
    appendOne(refused, '{"n":2}', 'memory');
    refused.close();
    expect(adopted(openSpool(dir)).found).toEqual(texts(3));
  });

  it('gives a file to one of two claimants', () => {
    const dir = tempDir();
    const gone = openSpool(dir);
    appendOne(gone, '{"n":0}', 'memory');
    gone.close();
    const both = [openSpool(dir), openSpool(dir)];
    expect(both.map((spool) => spool.hasOrphans)).toEqual([true, true]);
    expect(both.flatMap((spool) => spool.claimOrphan().entries)).toHaveLength(1);
  });

  it('claims files of a process whose id was reused', () => {
    const dir = tempDir();
    const spool = openSpool(dir);
    appendOne(spool, '{"n":0}', 'memory');
    spool.close();
    const [file = ''] = filesIn(dir);
    const reused = file.replace(
      /-(\d+)-(\d+)-(\d+)-/,
      (_, __, began, thread) => `-${process.ppid}-${began}-${thread}-`,
    );
    renameSync(join(dir, file), join(dir, reused));
    expect(adopted(openSpool(dir)).found).toEqual(texts(1));
  });

  it('counts damaged records and returns the rest', () => {
    const dir = tempDir();
    const spool = openSpool(dir);
    for (const text of texts(3)) appendOne(spool, text, 'memory');
    spool.close();
    const path = join(dir, filesIn(dir)[0] ?? '');
    writeFileSync(path, readFileSync(path, 'utf8').replace('{"n":1}', '{"n":7}'));
    expect(adopted(openSpool(dir))).toEqual({ found: ['{"n":0}', '{"n":2}'], corrupt: 1 });
  });

  it('returns every whole record of a 4 KiB file with any byte damaged or cut off anywhere', () => {
    const dir = tempDir();
    const spool = openSpool(dir);
    const written = Array.from({ length: 34 }, (_, at) => `{"n":${at},"text":"${'x'.repeat(80)}"}`);
    for (const text of written) appendOne(spool, text, 'memory');
    spool.close();
    const [file = ''] = filesIn(dir);
    const whole = readFileSync(join(dir, file));
    expect(whole.length).toBeGreaterThan(4096);
    const found = (bytes: Buffer) => {
      for (const other of readdirSync(dir)) rmSync(join(dir, other));
      writeFileSync(join(dir, file), bytes, { mode: 0o600 });
      return adopted(new Spool({ dir, url, key: 'k' }));
    };
    const known = new Set(written);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x15;
      const seen = found(damaged);
      expect(seen.found.length).toBeGreaterThanOrEqual(written.length - 1);
      expect(seen.found.every((text) => known.has(text))).toBe(true);
      const cut = found(whole.subarray(0, at));
      expect(written.slice(0, cut.found.length)).toEqual(cut.found);
    }
  });

  it('opens neither links nor foreign files', () => {
    const dir = tempDir();
    const spool = openSpool(dir);
    appendOne(spool, '{"n":0}', 'memory');
    spool.close();
    const [file = ''] = filesIn(dir);
    const elsewhere = join(tempDir(), 'secret');
    renameSync(join(dir, file), elsewhere);
    symlinkSync(elsewhere, join(dir, file));
    writeFileSync(join(dir, 'notes.spool'), 'mine');
    expect(adopted(openSpool(dir)).found).toEqual([]);
    expect(readFileSync(join(dir, 'notes.spool'), 'utf8')).toBe('mine');
  });

  it('finds nothing in a directory that it may not read', () => {
    const dir = tempDir();
    chmodSync(dir, 0o000);
    expect(adopted(openSpool(join(dir, 'spool'))).found).toEqual([]);
    chmodSync(dir, 0o700);
  });
});
