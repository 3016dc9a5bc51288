import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { repriceHistory } from '../../../lib/collector/index.ts';
import type { SessionEvent } from '../../../lib/model/index.ts';
import type { PriceDefinitions } from '../../../lib/pricing/index.ts';
import { openCollectorHarness } from '../../support/collector-harness.ts';
import { llmEvent, started } from '../../support/items.ts';
import { tempDir } from '../../support/temp-dir.ts';

const harness = openCollectorHarness();
const usage = { inputTokens: 1, outputTokens: 1 };

function pricesFile(prices: PriceDefinitions): string {
  const path = join(tempDir(), 'sentrial.prices.json');
  writeFileSync(path, JSON.stringify(prices));
  return path;
}

async function arrive(event: Partial<SessionEvent>) {
  const items = [started('s1', 1), llmEvent('e1', 's1', { usage, ...event })];
  await harness.ask('POST', '/api/sdk/batch', { body: { items } });
  const { json } = await harness.ask('GET', '/api/query/sessions/s1');
  return { cost: json.events[0].cost, totals: json.session.totals };
}

describe('a model call that arrives', () => {
  it('is priced when its program did not know the price', async () => {
    const cost = { status: 'unpriced', reason: 'unknown-model', modelId: 'openai/gpt-6.1-sol' } as const;
    expect(await arrive({ model: 'gpt-6.1-sol', cost })).toMatchObject({
      cost: { status: 'priced', totalPico: 12_000_000, modelId: 'openai/gpt-6.1-sol' },
      totals: { costPico: '12000000', unpricedCalls: 0 },
    });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'is unpriced when its provider, model or response model is named %s',
    async (name) => {
      const metadata = JSON.parse(`{ "responseModel": "${name}", "${name}": 1 }`);
      expect(await arrive({ provider: name, model: name, metadata, cost: undefined })).toMatchObject({
        cost: { status: 'unpriced', reason: 'unknown-model' },
        totals: { unpricedCalls: 1 },
      });
    },
  );

  it('keeps its incomplete cost without parts that the collector does not know', async () => {
    const source = 'definePrices()@00000000';
    const incomplete = ['webSearches', 'newPart', 'constructor'];
    const cost = { status: 'priced', totalPico: 7, parts: {}, modelId: 'acme/a', source, incomplete };
    expect(await arrive({ cost: cost as never })).toMatchObject({
      cost: { totalPico: 7, incomplete: ['webSearches'] },
      totals: { incompleteCalls: 1 },
    });
  });

  it('is priced with its service tier, images and fees', async () => {
    const cost = { status: 'unpriced', reason: 'unknown-model', modelId: 'openai/gpt-5' } as const;
    const more = {
      ...usage,
      imageOutputTokens: 2,
      serviceTier: 'flex',
      units: { webSearches: 1, codeExecutions: 1 },
    };
    expect(await arrive({ model: 'gpt-5', usage: more, cost })).toMatchObject({
      cost: {
        status: 'priced',
        serviceTier: 'flex',
        parts: { input: 625_000, output: 5_000_000, webSearches: 10_000_000_000 },
        incomplete: ['imageOutput', 'codeExecutions'],
      },
      totals: { incompleteCalls: 1, completionTokens: 3 },
    });
  });

  it('keeps the price that its program calculated or was given', async () => {
    const cost = { status: 'priced', totalPico: 7, parts: { input: 7 }, modelId: 'openai/gpt-4o' } as const;
    expect(await arrive({ cost: { ...cost, source: '@pydantic/genai-prices@9.9.9' } })).toMatchObject({
      cost: { totalPico: 7 },
    });
  });

  it('keeps a price defined in code of its program when the price file differs', async () => {
    harness.replace({ pricesFile: pricesFile({ 'gpt-4o-mini': { input: 3, output: 4 } }) });
    const cost = { status: 'priced', totalPico: 7, parts: { input: 7 }, modelId: 'gpt-4o-mini' } as const;
    expect(await arrive({ cost: { ...cost, source: 'definePrices()@00000000' } })).toMatchObject({
      cost: { totalPico: 7 },
    });
  });

  it('gets the price in the price file, whichever program sent it', async () => {
    harness.replace({ pricesFile: pricesFile({ 'gpt-4o-mini': { input: 3, output: 4 } }) });
    expect(await arrive({})).toMatchObject({
      cost: { totalPico: 7_000_000, source: expect.stringMatching(/^sentrial\.prices\.json@/) },
      totals: { costPico: '7000000' },
    });
  });

  it('is priced by the price file as read at arrival', async () => {
    const path = pricesFile({ 'acme-1': { input: 3, output: 4 } });
    const onError = vi.fn();
    harness.replace({ pricesFile: path, onError });
    await arrive({ model: 'acme-1' });
    writeFileSync(path, '{ "acme-1": { "input": 30, "output": 40 } }');
    const body = { items: [llmEvent('e2', 's1', { model: 'acme-1', usage })] };
    await harness.ask('POST', '/api/sdk/batch', { body });
    writeFileSync(path, 'nonsense');
    await harness.ask('POST', '/api/sdk/batch', {
      body: { items: [llmEvent('e3', 's1', { model: 'acme-1', usage })] },
    });
    expect((await harness.ask('GET', '/api/query/sessions/s1')).json.session.totals.costPico).toBe(
      '147000000',
    );
    expect(onError.mock.calls).toMatchObject([
      [{ message: expect.stringContaining('it is not valid JSON') }],
    ]);
  });

  it('is priced as the model that answered when the requested model has no price', async () => {
    const asked = { provider: 'azure-openai.chat', model: 'our-deployment', cost: undefined };
    const answered = { ...asked, metadata: { responseModel: 'gpt-4o-2024-11-20' } };
    expect((await arrive(answered)).cost).toMatchObject({
      totalPico: 12_500_000,
      modelId: 'openai/gpt-4o',
    });
    await repriceHistory(harness.store, 'p1');
    expect((await harness.ask('GET', '/api/query/sessions/s1')).json.session.totals.costPico).toBe(
      '12500000',
    );
    const pricesOfOurs = pricesFile({ 'azure-openai/our-deployment': { input: 1, output: 1 } });
    await repriceHistory(harness.store, 'p1', { pricesFile: pricesOfOurs });
    expect((await harness.ask('GET', '/api/query/sessions/s1')).json.session.totals.costPico).toBe('2000000');
    const unknown = { ...answered, metadata: { responseModel: 'nobody-knows' } };
    expect((await arrive({ ...unknown, id: 'e9' })).totals.unpricedCalls).toBe(1);
  });

  it('of a published client is priced by its tokens, unless the client reports a cost', async () => {
    const { json: session } = await harness.ask('POST', '/api/sdk/sessions', {
      body: { name: 'n', agentName: 'a', userId: 'u' },
    });
    const body = {
      sessionId: session.id,
      eventType: 'tool_call',
      toolName: 'llm:openai:gpt-4o',
      metadata: { prompt_tokens: 100, completion_tokens: 10 },
    };
    await harness.ask('POST', '/api/sdk/events', { body });
    await harness.ask('POST', '/api/sdk/events', { body: { ...body, estimatedCost: 0.5 } });
    const { json } = await harness.ask('GET', `/api/query/sessions/${session.id}`);
    const priced = json.events.map(({ cost }: SessionEvent) => cost?.status === 'priced' && cost.totalPico);
    expect(priced.sort()).toEqual([350_000_000, 500_000_000_000]);
    expect(json.session.totals.costPico).toBe('500350000000');
  });
});
