import type { BatchItem, SessionPatch } from '../../model/index.ts';
import type { WriteResult } from '../store.ts';
import type { Driver } from './driver.ts';
import { insertEvent } from './event-row.ts';
import { applyEvent, applyPatches, readSessionRow, type SessionRow, writeSessionRow } from './session-row.ts';

/** A session that items of this write belong to. Its patches are folded in one go, which copies its state once. */
interface Draft {
  readonly row: SessionRow;
  readonly patches: SessionPatch[];
}

/** Keeps items, each once, and brings the rows of their sessions up to date. Called inside a transaction. */
export function writeItems(driver: Driver, project: string, items: readonly BatchItem[]): WriteResult {
  const drafts = new Map<string, Draft>();
  const draftOf = (id: string): Draft => {
    const draft = drafts.get(id) ?? { row: readSessionRow(driver, project, id), patches: [] };
    drafts.set(id, draft);
    return draft;
  };
  let stored = 0;
  for (const item of items) {
    if (item.type === 'event') {
      if (!insertEvent(driver, project, item)) continue;
      applyEvent(draftOf(item.sessionId).row, item);
    } else {
      if (!claimRevision(driver, project, item.id, item.revision)) continue;
      draftOf(item.id).patches.push(item);
    }
    stored++;
  }
  for (const [id, { row, patches }] of drafts) {
    applyPatches(row, patches);
    writeSessionRow(driver, project, id, row);
  }
  return { stored, duplicates: items.length - stored };
}

const claimRevision = (driver: Driver, project: string, id: string, revision: number): boolean =>
  driver.run('INSERT INTO session_patches VALUES (?, ?, ?) ON CONFLICT DO NOTHING', project, id, revision) ===
  1;
