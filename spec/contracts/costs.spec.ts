import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cost, SessionEvent } from '../../lib/model/index.ts';
import type { EventSummary } from '../../lib/query/index.ts';
import type { Store } from '../../lib/store/index.ts';
import { engines } from '../support/engines.ts';
import { llmEvent, patch, started, timeAt } from '../support/items.ts';

const priced = (totalPico: number): Cost => ({
  status: 'priced',
  totalPico,
  parts: { input: totalPico },
  modelId: 'acme/acme-1',
  source: 'spec@1',
});
const unpriced: Cost = { status: 'unpriced', reason: 'unknown-model', modelId: 'acme/acme-1' };
const costs = fc
  .option(fc.maxSafeNat(), { freq: 4 })
  .map((pico) => (pico === null ? unpriced : priced(pico)));

/** The exact sum of costs, and how many are unknown. */
const sumOf = (all: readonly Cost[]) => ({
  costPico: String(
    all.reduce((sum, cost) => sum + (cost.status === 'priced' ? BigInt(cost.totalPico) : 0n), 0n),
  ),
  unpricedCalls: all.filter(({ status }) => status === 'unpriced').length,
});

describe.each(engines)('the costs of a store on $engine', ({ open }) => {
  const p = 'project-1';
  let store: Store;

  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());

  const totalsOf = async (id: string) => (await store.getSession(p, id))?.session.totals;

  it('add up exactly when model calls arrive in any order, or repeatedly', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(costs, { minLength: 1, maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        async (all, random) => {
          const id = `s${++run}`;
          const events = all.map((cost, at) => llmEvent(`${id}-${at}`, id, { cost }));
          const shuffled = [...events, ...events.slice(0, 3)]
            .map((event) => ({ event, at: random.next().value }))
            .sort((a, b) => a.at - b.at);
          for (const { event } of shuffled) await store.write(p, [event]);
          expect(await totalsOf(id)).toMatchObject(sumOf(all));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are replaced once, together with the sums of their sessions', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(costs, costs), { minLength: 1, maxLength: 30 }), async (all) => {
        const id = `r${++run}`;
        await store.write(p, [
          started(id, 1),
          ...all.map(([cost], at) => llmEvent(`${id}-${at}`, id, { cost })),
        ]);
        const priceAgain = (event: EventSummary, sessionId: string) =>
          sessionId === id ? all[Number(event.id.split('-')[1])]?.[1] : event.cost;
        await store.reprice(p, { priceAgain, isDryRun: true });
        expect(await totalsOf(id)).toMatchObject(sumOf(all.map(([before]) => before)));
        for (let times = 0; times < 2; times++) {
          await store.reprice(p, { priceAgain, isDryRun: false });
          expect(await totalsOf(id)).toMatchObject(sumOf(all.map(([, after]) => after)));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('are requested once for each model call of the project and period, in batches of any size', async () => {
    const count = 1203;
    const calls = Array.from({ length: count }, (_, at) =>
      llmEvent(`e${at}`, 's1', { startedAt: timeAt(at) }),
    );
    await store.write(p, calls);
    await store.write(p, [llmEvent('tool', 's1', { kind: 'tool', startedAt: timeAt(9999) })]);
    await store.write('project-2', [llmEvent('other', 's1', { startedAt: timeAt(9999) })]);
    const seen: string[] = [];
    const priceAgain = ({ id, cost }: EventSummary) => {
      seen.push(id);
      return cost;
    };
    await store.reprice(p, { priceAgain, isDryRun: false });
    expect(seen.length).toBe(count);
    expect(new Set(seen).size).toBe(count);
    seen.length = 0;
    await store.reprice(p, { priceAgain, isDryRun: false, sinceMs: Date.parse(timeAt(1200)) });
    expect(seen).toEqual(['e1200', 'e1201', 'e1202']);
  });

  it('belong to the session in which a run began, also when another session continued it', async () => {
    const begun: readonly SessionEvent[] = [llmEvent('e1', 's1', { cost: unpriced })];
    await store.write(p, [started('s1', 1, { runId: 'run-1' }), ...begun]);
    await store.write(p, [started('s2', 2), llmEvent('e2', 's2', { cost: priced(2) })]);
    await store.write(p, [patch('s2', { continuesRun: 'run-1' })]);
    await store.reprice(p, { priceAgain: () => priced(5), isDryRun: false });
    expect(await totalsOf('s1')).toMatchObject({ costPico: '10', unpricedCalls: 0 });
  });

  it('count calls with an incomplete cost, until they are priced again', async () => {
    const incomplete: Cost = { ...priced(3), incomplete: ['codeExecutions'] } as Cost;
    await store.write(p, [
      started('s1', 1),
      llmEvent('e1', 's1', { cost: incomplete }),
      llmEvent('e2', 's1', { cost: priced(2) }),
    ]);
    expect(await totalsOf('s1')).toMatchObject({ costPico: '5', unpricedCalls: 0, incompleteCalls: 1 });
    expect((await store.getOverview(p, {})).totals).toMatchObject({ costPico: '5', incompleteCalls: 1 });
    await store.reprice(p, { priceAgain: () => priced(4), isDryRun: false });
    expect(await totalsOf('s1')).not.toHaveProperty('incompleteCalls');
    expect((await store.getOverview(p, {})).totals).not.toHaveProperty('incompleteCalls');
  });

  it('are zero for a call that failed before it answered, and unknown for an answer without usage', async () => {
    await store.write(p, [
      llmEvent('e1', 's1', { status: 'error', usage: undefined, output: undefined, cost: undefined }),
      llmEvent('e2', 's1', { usage: undefined, cost: undefined }),
    ]);
    expect(await totalsOf('s1')).toMatchObject({ costPico: '0', unpricedCalls: 1 });
  });
});
