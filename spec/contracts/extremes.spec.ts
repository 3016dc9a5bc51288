import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../lib/store/index.ts';
import { engines } from '../support/engines.ts';
import { llmEvent, patch, started } from '../support/items.ts';

describe.each(engines)('a store on $engine', ({ open }) => {
  let store: Store;
  const p = 'project-1';

  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  it('answers when the token sums of its events exceed safe integers', async () => {
    const usage = { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: Number.MAX_SAFE_INTEGER };
    for (let session = 0; session < 3; session++) {
      const events = Array.from({ length: 1000 }, (_, at) =>
        llmEvent(`e${session}.${at}`, `s${session}`, { usage }),
      );
      await store.write(p, events);
    }
    const { totals } = await store.getOverview(p, {});
    expect(totals.promptTokens).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(totals.completionTokens).toBe(totals.promptTokens);
  });

  it('keeps a bounded number of metadata keys and reports the limit', async () => {
    for (let batch = 0; batch < 4; batch++) {
      const patches = Array.from({ length: 1000 }, (_, at) =>
        patch('s1', {}, { metadata: { [`key-${batch}-${at}`]: at } }),
      );
      await store.write(p, patches);
    }
    const metadata = (await store.getSession(p, 's1'))?.session.metadata ?? {};
    expect(Object.keys(metadata)).toHaveLength(1001);
    expect(metadata['sentrial.leftOut']).toContain('1,000');
  });

  it('answers for every cost that a client can report', async () => {
    await store.write(p, [started('s1', 1), patch('s1', { reportedCostUsd: 1e9 })]);
    await store.write(p, [started('s2', 1), patch('s2', { reportedCostUsd: 1e9 })]);
    expect((await store.getSession(p, 's1'))?.session.totals.costPico).toBe(`1${'0'.repeat(21)}`);
    expect((await store.getOverview(p, {})).sessionCount).toBe(2);
  });
});
