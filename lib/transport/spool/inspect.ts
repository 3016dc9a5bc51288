import { readFileSync, unlinkSync } from 'node:fs';
import { textOf } from '../encoding/written-group.ts';
import { crashMarkersDir, type FoundSegment, listSegments } from './directory.ts';
import { scanRecords } from './record.ts';
import { parseRanges } from './segment.ts';

/** Items that wait in a spool for one destination. */
export interface SpoolContent {
  readonly url: string;
  /** Items that are not stored yet. */
  readonly items: number;
  readonly bytes: number;
  readonly files: number;
  /** Files that a running program writes to. */
  readonly filesInUse: number;
  /** Number of unreadable records. */
  readonly corrupt: number;
}

/** Reads the content of a spool without changing it. */
export function inspectSpool(dir: string): readonly SpoolContent[] {
  const contents = new Map<string, SpoolContent>();
  for (const segment of listSegments(dir)) {
    const { url, items, corrupt } = summarise(segment);
    const sum = contents.get(url) ?? { url, items: 0, bytes: 0, files: 0, filesInUse: 0, corrupt: 0 };
    contents.set(url, {
      url,
      items: sum.items + items,
      bytes: sum.bytes + segment.bytes,
      files: sum.files + 1,
      filesInUse: sum.filesInUse + (segment.isOrphan() ? 0 : 1),
      corrupt: sum.corrupt + corrupt,
    });
  }
  return [...contents.values()];
}

/** Deletes all files that no running program writes to. Returns their number. */
export function purgeSpool(dir: string): number {
  const free = [dir, crashMarkersDir(dir)]
    .flatMap((each) => listSegments(each))
    .filter(({ isOrphan }) => isOrphan());
  for (const { path } of free) unlinkSync(path);
  return free.length;
}

const unknown = '(unknown address)';

function summarise({ path }: FoundSegment): {
  readonly url: string;
  readonly items: number;
  readonly corrupt: number;
} {
  const { records, corrupt } = scanRecords(readFileSync(path));
  const settled = records.flatMap(({ kind, text }) => (kind === 'A' ? parseRanges(textOf(text)) : []));
  const items = records.filter(
    ({ kind, start, end }) =>
      kind !== 'H' && kind !== 'A' && !settled.some(([first, last]) => start >= first && end <= last),
  );
  const head = records.find(({ kind }) => kind === 'H');
  const { url = unknown } = head ? (JSON.parse(textOf(head.text)) as { readonly url?: string }) : {};
  return { url, items: items.length, corrupt };
}
