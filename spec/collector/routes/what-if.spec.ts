import { createQueryClient } from '@sentrial/mastra/query';
import { describe, expect, it } from 'vitest';
import type { Cost, SessionEvent } from '../../../lib/model/index.ts';
import { openCollectorHarness } from '../../support/collector-harness.ts';
import { llmEvent, started, timeAt } from '../../support/items.ts';

const harness = openCollectorHarness();
const usage = { inputTokens: 1000, outputTokens: 100 };
const priced = (totalPico: number, more: Partial<Cost> = {}): Cost =>
  ({
    status: 'priced',
    totalPico,
    parts: {},
    modelId: 'openai/gpt-4o-mini',
    source: 'spec@1',
    ...more,
  }) as Cost;
const unpriced: Cost = { status: 'unpriced', reason: 'unknown-model', modelId: 'acme/acme-1' };

/** The cost of the usage on Claude Sonnet 4.5 and on GPT-4o. */
const onSonnet = 1000 * 3_000_000 + 100 * 15_000_000;
const onGpt4o = 1000 * 2_500_000 + 100 * 10_000_000;

async function store(...events: readonly SessionEvent[]) {
  await harness.store.write('p1', [
    started('s1', 1, { agentName: 'desk' }),
    started('s2', 2, { agentName: 'constructor' }),
    ...events,
  ]);
}

const ask = async (query: string) => {
  const before = await harness.store.version();
  const answered = await harness.ask('GET', `/api/query/what-if?${query}`);
  expect(await harness.store.version()).toBe(before);
  return answered;
};

describe('GET /api/query/what-if', () => {
  it('returns the cost of the same calls on another model, per agent and in sum', async () => {
    await store(
      llmEvent('e1', 's1', { usage, cost: priced(7) }),
      llmEvent('e2', 's1', { usage, cost: priced(8) }),
      llmEvent('e3', 's2', { usage, cost: priced(9) }),
    );
    const { status, json } = await ask('model=openai/gpt-4o');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      modelId: 'openai/gpt-4o',
      total: { calls: 3, costPico: '24', whatIfPico: String(3 * onGpt4o) },
      otherTokenizer: { calls: 0, costPico: '0', whatIfPico: '0' },
      unpricedNow: { calls: 0 },
      unpricedThere: { calls: 0 },
      unpricedBoth: 0,
      incompleteCalls: 0,
      agents: [
        { agentName: 'constructor', total: { calls: 1, costPico: '9', whatIfPico: String(onGpt4o) } },
        { agentName: 'desk', total: { calls: 2, costPico: '15', whatIfPico: String(2 * onGpt4o) } },
      ],
    });
  });

  it('counts calls whose model has another tokenizer apart', async () => {
    const claude = { provider: 'anthropic', model: 'claude-haiku-4-5', usage };
    await store(
      llmEvent('e1', 's1', { usage, cost: priced(7) }),
      llmEvent('e2', 's1', { ...claude, cost: priced(8, { modelId: 'anthropic/claude-haiku-4-5' }) }),
    );
    expect((await ask('model=anthropic/claude-sonnet-4-5')).json).toMatchObject({
      total: { calls: 2, costPico: '15', whatIfPico: String(2 * onSonnet) },
      otherTokenizer: { calls: 1, costPico: '7', whatIfPico: String(onSonnet) },
    });
  });

  it('counts calls without a known cost on one of the models apart', async () => {
    const flex = { ...usage, serviceTier: 'flex' };
    await store(
      llmEvent('e1', 's1', { usage, cost: priced(7) }),
      llmEvent('e2', 's1', { usage, cost: unpriced }),
      llmEvent('e3', 's1', { usage: flex, cost: priced(3) }),
      llmEvent('e4', 's1', { usage: undefined, cost: undefined }),
      llmEvent('e5', 's1', { usage: undefined, cost: undefined, status: 'error', output: undefined }),
    );
    expect((await ask('model=openai/gpt-4o')).json).toMatchObject({
      total: { calls: 1, costPico: '7', whatIfPico: String(onGpt4o) },
      unpricedNow: { calls: 1, whatIfPico: String(onGpt4o) },
      unpricedThere: { calls: 1, costPico: '3' },
      unpricedBoth: 1,
    });
  });

  it('counts calls with an unknown fee', async () => {
    await store(
      llmEvent('e1', 's1', { usage, cost: priced(7, { incomplete: ['otherTools'] }) }),
      llmEvent('e2', 's1', { usage: { ...usage, units: { codeExecutions: 1 } }, cost: priced(7) }),
      llmEvent('e3', 's1', { usage, cost: priced(7) }),
    );
    expect((await ask('model=openai/gpt-4o')).json).toMatchObject({
      total: { calls: 3 },
      incompleteCalls: 2,
    });
  });

  it('can be restricted to a time and an agent', async () => {
    await store(
      llmEvent('e1', 's1', { usage, cost: priced(7), startedAt: timeAt(10) }),
      llmEvent('e2', 's1', { usage, cost: priced(8), startedAt: timeAt(20) }),
      llmEvent('e3', 's2', { usage, cost: priced(9), startedAt: timeAt(30) }),
    );
    expect((await ask(`model=openai/gpt-4o&since=${timeAt(20)}`)).json.total).toMatchObject({
      calls: 2,
      costPico: '17',
    });
    expect((await ask('model=openai/gpt-4o&agentName=desk')).json).toMatchObject({
      total: { calls: 2 },
      agents: [{ agentName: 'desk' }],
    });
  });

  it.each([
    ['', 'model: Invalid input: expected string, received undefined'],
    ['model=', 'model: Too small'],
    ['model=acme/acme-1', 'No price is known for the model \\"acme/acme-1\\". Write <provider>/<model>'],
    ['model=constructor', 'No price is known for the model'],
    ['model=__proto__/__proto__', 'No price is known for the model'],
    ['model=openai/gpt-4o&since=yesterday', 'since: Invalid'],
  ])('returns 400 with the reason for an invalid query: %s', async (query, message) => {
    const { status, text } = await ask(query);
    expect(status).toBe(400);
    expect(text).toContain(message);
  });

  it('returns 401 without a key', async () => {
    expect((await harness.ask('GET', '/api/query/what-if?model=openai/gpt-4o', { key: '' })).status).toBe(
      401,
    );
  });

  it('is a method of the query client', async () => {
    await store(llmEvent('e1', 's1', { usage, cost: priced(7) }));
    const client = createQueryClient({
      url: 'http://127.0.0.1:3001',
      apiKey: 'key-1',
      fetch: async (address, init) => harness.collector.fetch(new Request(String(address), init)),
    });
    const view = await client.whatIf({ model: 'openai/gpt-4o', agentName: 'desk' });
    expect(view.total).toEqual({ calls: 1, costPico: '7', whatIfPico: String(onGpt4o) });
  });
});
