import { describe, expect, it } from 'vitest';
import { pauseBefore, spanOf } from '../../../../lib/dashboard/components/conversation/turns.ts';
import type { SessionDetail } from '../../../../lib/query/index.ts';

const turn = (minute: number, more: Partial<SessionDetail> = {}): SessionDetail => ({
  id: `s${minute}`,
  name: 'agent',
  agentName: 'agent',
  userId: 'alice',
  status: 'completed',
  startedAt: new Date(Date.UTC(2026, 10, 23, 12, minute)).toISOString(),
  durationMs: 60_000,
  eventCount: 0,
  llmCount: 0,
  toolCount: 0,
  errorCount: 0,
  totals: { promptTokens: 0, completionTokens: 0, costPico: '0', unpricedCalls: 0 },
  metadata: {},
  tags: [],
  customMetrics: {},
  redaction: { policies: [], scanned: 0, redacted: 0, withheld: 0 },
  ...more,
});

describe('spanOf()', () => {
  it('spans the first start to the latest end and names all agents', () => {
    const turns = [turn(0), turn(5, { status: 'failed' }), turn(7, { userId: 'bob' })];
    expect(spanOf(turns)).toEqual({
      userIds: ['alice', 'bob'],
      agentNames: ['agent'],
      startedAt: '2026-11-23T12:00:00.000Z',
      lastAt: '2026-11-23T12:08:00.000Z',
      spanMs: 480_000,
      failedCount: 1,
    });
  });

  it('has none without turns', () => {
    expect(spanOf([])).toBeUndefined();
  });
});

describe('pauseBefore()', () => {
  it('is worth a remark from ten minutes on', () => {
    expect(pauseBefore(turn(11), turn(0))).toBe(600_000);
    expect(pauseBefore(turn(5), turn(0))).toBeUndefined();
    expect(pauseBefore(turn(0), undefined)).toBeUndefined();
  });
});
