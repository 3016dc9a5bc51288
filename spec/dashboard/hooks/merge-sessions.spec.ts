import { describe, expect, it } from 'vitest';
import { mergeSessions, splitAtTop } from '../../../lib/dashboard/hooks/merge-sessions.ts';
import type { SessionPage, SessionSummary } from '../../../lib/query/index.ts';

const session = (second: number, outputPreview?: string): SessionSummary => ({
  id: `s${second}`,
  name: 'agent',
  agentName: 'agent',
  userId: 'user',
  status: 'completed',
  startedAt: new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString(),
  eventCount: 0,
  llmCount: 0,
  toolCount: 0,
  errorCount: 0,
  totals: { promptTokens: 0, completionTokens: 0, costPico: '0', unpricedCalls: 0 },
  ...(outputPreview === undefined ? {} : { outputPreview }),
});
const page = (seconds: readonly number[], nextCursor?: string): SessionPage => ({
  sessions: seconds.map((second) => session(second)),
  ...(nextCursor === undefined ? {} : { nextCursor }),
});
const ids = (sessions: readonly SessionSummary[]) => sessions.map(({ id }) => id);

describe('mergeSessions()', () => {
  it('contains the loaded pages while there is nothing newer', () => {
    expect(ids(mergeSessions(undefined, [page([9, 8], 'c'), page([8, 7])]).sessions)).toEqual([
      's9',
      's8',
      's7',
    ]);
  });

  it('adds new sessions and keeps older ones', () => {
    const { sessions, hasGap } = mergeSessions(page([11, 10, 9], 'c'), [page([9, 8], 'c'), page([7])]);
    expect([ids(sessions), hasGap]).toEqual([['s11', 's10', 's9', 's8', 's7'], false]);
  });

  it('replaces changed rows', () => {
    const newest = { sessions: [session(9, 'done')], nextCursor: 'c' };
    expect(mergeSessions(newest, [page([9, 8])]).sessions[0]?.outputPreview).toBe('done');
  });

  it('removes rows that are missing from the newest page', () => {
    expect(ids(mergeSessions(page([9, 7], 'c'), [page([9, 8, 7, 6])]).sessions)).toEqual(['s9', 's7', 's6']);
  });

  it('is the newest page when no other page was loaded', () => {
    expect(ids(mergeSessions(page([9]), [page([9, 8])]).sessions)).toEqual(['s9']);
  });

  it('reports a gap when sessions can be missing', () => {
    expect(mergeSessions(page([99, 98], 'c'), [page([9, 8])]).hasGap).toBe(true);
    expect(mergeSessions(page([99, 98], 'c'), []).hasGap).toBe(false);
  });
});

describe('splitAtTop()', () => {
  const { sessions } = page([5, 4, 3]);

  it('holds back rows newer than the top row', () => {
    const { shown, newCount } = splitAtTop(sessions, 's4');
    expect([ids(shown), newCount]).toEqual([['s4', 's3'], 1]);
  });

  it('shows everything at the top, and when that row is gone', () => {
    expect(splitAtTop(sessions, undefined)).toEqual({ shown: sessions, newCount: 0 });
    expect(splitAtTop(sessions, 'gone')).toEqual({ shown: sessions, newCount: 0 });
  });
});
