import { describe, expect, it } from 'vitest';
import { trace } from '../../lib/capture/index.ts';
import { createPipeline, type PipelineOptions } from '../../lib/client/pipeline.ts';
import { currentSession, sessionScope } from '../../lib/context/index.ts';
import type { BatchItem, CapturedItem } from '../../lib/model/index.ts';
import { createPriceList } from '../../lib/pricing/index.ts';
import { createRedactor, strictPolicy } from '../../lib/redaction/index.ts';
import { toMemory } from '../../lib/testing/index.ts';
import { ownClient } from '../support/record.ts';

const item = (at: number): CapturedItem => ({
  type: 'session',
  id: `sess_${at}`,
  revision: at,
  set: { userId: `user-${at}@example.com` },
});

function openPipeline(options: Partial<PipelineOptions> = {}) {
  const redactor = createRedactor(strictPolicy, 'key');
  const finished: BatchItem[] = [];
  const failures: unknown[] = [];
  const pipeline = createPipeline({
    redactor: { ready: () => Promise.resolve(), current: () => redactor },
    prices: createPriceList(),
    next: (items) => finished.push(...items),
    onFailure: (error) => failures.push(error),
    unrecorded: (fn) => fn(),
    ...options,
  });
  return { pipeline, finished, failures, redactor };
}

describe('the pipeline', () => {
  it('redacts a burst with the current policy when the project policy never arrives', () => {
    const { pipeline, finished } = openPipeline({
      redactor: {
        ready: () => new Promise(() => undefined),
        current: () => createRedactor(strictPolicy, 'key'),
      },
    });
    const accept = (from: number, to: number) => {
      for (let at = from; at < to; at++) pipeline.accept(item(at));
      pipeline.drainNow(60_000);
    };
    accept(0, 100);
    expect(finished).toHaveLength(0);
    accept(100, 1000);
    expect(finished).toHaveLength(1000);
    expect(JSON.stringify(finished)).not.toContain('@example.com');
  });

  it('passes each item on once when redaction itself drains the pipeline', async () => {
    let at = 1000;
    const { pipeline, finished, redactor } = openPipeline({
      redactor: {
        ready: () => Promise.resolve(),
        current: () => {
          if (at < 1100) pipeline.accept(item(at++));
          pipeline.drainNow(60_000);
          pipeline.drainAtExit();
          return redactor;
        },
      },
    });
    for (let n = 0; n < 600; n++) pipeline.accept(item(n));
    await pipeline.drained();
    const ids = finished.map(({ id }) => id);
    expect(ids).toHaveLength(700);
    expect(new Set(ids).size).toBe(700);
  });

  it('counts the items of a batch that could not be passed on, and continues with the next', async () => {
    let calls = 0;
    const passed: BatchItem[] = [];
    const { pipeline, failures } = openPipeline({
      next: (items) => {
        if (calls++ === 0) throw new Error('queue failed');
        passed.push(...items);
      },
    });
    for (let n = 0; n < 10; n++) pipeline.accept(item(n));
    await pipeline.drained();
    pipeline.accept(item(10));
    await pipeline.drained();
    expect(failures).toHaveLength(10);
    expect(passed.map(({ id }) => id)).toEqual(['sess_10']);
  });
});

describe('a custom pattern whose function records something itself', () => {
  const lines = 600;
  const functions: readonly [name: string, find: () => []][] = [
    [
      'logs to the current session',
      () => {
        currentSession().log('looking for employee numbers');
        return [];
      },
    ],
    [
      'is traced',
      trace(function findEmployees() {
        return [];
      }),
    ],
    [
      'calls a traced async function',
      () => {
        void trace(async function lookUp() {
          await Promise.resolve();
          currentSession().log('looked up');
        })();
        return [];
      },
    ],
  ];

  it.each(functions)('loses no log line and records nothing extra when it %s', async (_, find) => {
    const memory = toMemory();
    const client = ownClient({
      destinations: [memory],
      pii: { customPatterns: [{ label: 'EMPLOYEE', find }] },
    });
    const session = client.recorder.openSession({ name: 'nightly', agentName: 'nightly' });
    sessionScope.run({ session }, () => {
      for (let n = 0; n < lines; n++) currentSession().log(`line ${n}`);
    });
    session.end({ status: 'completed' });
    const stats = await client.flush(5000);
    const sessions = memory.sessions();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]?.events.map(({ name }) => name)).toEqual(
      Array.from({ length: lines }, (_, n) => `line ${n}`),
    );
    expect(stats).toMatchObject({
      accepted: lines + 2,
      stored: lines + 2,
      queued: 0,
      dropped: { failed: 0 },
    });
  });
});
