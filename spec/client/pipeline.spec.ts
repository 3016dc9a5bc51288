import { expect, it } from 'vitest';
import { createPipeline } from '../../lib/client/pipeline.ts';
import type { BatchItem, CapturedItem } from '../../lib/model/index.ts';
import { createPriceList } from '../../lib/pricing/index.ts';
import { createRedactor, strictPolicy } from '../../lib/redaction/index.ts';

const item = (at: number): CapturedItem => ({
  type: 'session',
  id: `sess_${at}`,
  revision: at,
  set: { userId: `user-${at}@example.com` },
});

it('a storm does not wait for a policy that does not come: it is redacted by the one in force', () => {
  const redactor = createRedactor(strictPolicy, 'key');
  const finished: BatchItem[] = [];
  const pipeline = createPipeline({
    redactor: { ready: () => new Promise(() => undefined), current: () => redactor },
    prices: createPriceList(),
    next: (items) => finished.push(...items),
    onFailure: (error) => expect.unreachable(String(error)),
    outside: (fn) => fn(),
  });
  const take = (from: number, to: number) => {
    for (let at = from; at < to; at++) pipeline.accept(item(at));
    pipeline.drainNow(60_000);
  };
  take(0, 100);
  expect(finished).toHaveLength(0);
  take(100, 1000);
  expect(finished).toHaveLength(1000);
  expect(JSON.stringify(finished)).not.toContain('@example.com');
});
