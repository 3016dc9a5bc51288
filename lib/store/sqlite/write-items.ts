import type { BatchItem, SessionPatch } from '../../model/index.ts';
import type { WriteResult } from '../store.ts';
import { asContinuation, continueRun, joinRun, rootOf } from './continuation.ts';
import type { Driver } from './driver.ts';
import { insertEvent } from './event-row.ts';
import { applyEvent, applyPatches, readSessionRow, type SessionRow, writeSessionRow } from './session-row.ts';

/** A session with items in this write. Its patches are folded at once, so that its state is copied once. */
interface Draft {
  readonly row: SessionRow;
  readonly patches: SessionPatch[];
}

/** Stores items once each and updates the rows of their sessions. Call it inside a transaction. */
export function writeItems(driver: Driver, project: string, items: readonly BatchItem[]): WriteResult {
  const roots = new Map<string, string>();
  const drafts = new Map<string, Draft>();
  const knownRootOf = (id: string): string => {
    const root = roots.get(id) ?? rootOf(driver, project, id);
    roots.set(id, root);
    return root;
  };
  const draftOf = (root: string): Draft => {
    const draft = drafts.get(root) ?? { row: readSessionRow(driver, project, root), patches: [] };
    drafts.set(root, draft);
    return draft;
  };
  const writeDrafts = () => {
    for (const [root, { row, patches }] of drafts) {
      applyPatches(row, patches);
      writeSessionRow(driver, project, root, row);
    }
    drafts.clear();
    roots.clear();
  };
  const runIds = new Set<string>();
  const linkRun = ({ id, set: { runId, continuesRun } = {} }: SessionPatch) => {
    if (runId !== undefined) runIds.add(runId);
    if (continuesRun === undefined) return;
    writeDrafts();
    continueRun(driver, project, id, continuesRun);
  };
  let stored = 0;
  for (const item of items) {
    if (item.type === 'event') {
      const sessionId = knownRootOf(item.sessionId);
      if (!insertEvent(driver, project, { ...item, sessionId })) continue;
      applyEvent(draftOf(sessionId).row, item);
    } else {
      if (!claimRevision(driver, project, item.id, item.revision)) continue;
      linkRun(item);
      const root = knownRootOf(item.id);
      draftOf(root).patches.push(...(root === item.id ? [item] : asContinuation(item)));
    }
    stored++;
  }
  writeDrafts();
  for (const runId of runIds) joinRun(driver, project, runId);
  return { stored, duplicates: items.length - stored };
}

const claimRevision = (driver: Driver, project: string, id: string, revision: number): boolean =>
  driver.run('INSERT INTO session_patches VALUES (?, ?, ?) ON CONFLICT DO NOTHING', project, id, revision) ===
  1;
