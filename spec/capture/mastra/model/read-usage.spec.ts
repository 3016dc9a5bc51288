import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../../support/agent-harness.ts';
import { drain, mockAgents } from '../../../support/mock-agents.ts';
import {
  type ScriptedModelOptions,
  scriptedModel,
  scriptedV1Model,
} from '../../../support/scripted-model.ts';
import {
  anthropic,
  anthropicRaw,
  anthropicUsage,
  nested,
  openai,
  openrouter,
  reports,
} from '../../../support/usage-reports.ts';

const harness = openAgentHarness();

type Mode = 'generate' | 'stream';

/** Runs an agent on a scripted model and returns its one event. */
async function call(model: ScriptedModelOptions, mode: Mode = 'generate') {
  const legacy = model.spec === 'v1';
  const { tracked, agentName } = mockAgents(
    harness,
    legacy ? { agent: { model: scriptedV1Model('hello', model) } } : { model },
  );
  if (mode === 'generate') await (legacy ? tracked.generateLegacy('Go') : tracked.generate('Go'));
  else if (legacy) for await (const _ of (await tracked.streamLegacy('Go')).textStream);
  else await drain(await tracked.stream('Go'));
  const { events } = await harness.session(agentName);
  expect(events).toHaveLength(1);
  return events[0];
}

describe.each(['generate', 'stream'] as const)('the usage of a model call in %s()', (mode) => {
  it.each(reports)('is read from %s', async (_, model, usage) => {
    expect((await call(model, mode))?.usage).toEqual(usage);
  });
});

describe('the usage of a model call', () => {
  it.each<[string, ScriptedModelOptions]>([
    ['is absent', { spec: 'v2', ...openai, usage: {} }],
    ['is not a number', { spec: 'v1', ...openai, usage: { promptTokens: NaN, completionTokens: NaN } }],
    ['has no totals', { spec: 'v3', ...openai, usage: nested({}, {}) }],
    ['lacks its output', { spec: 'v3', ...openai, usage: nested({ total: 10 }, {}) }],
    ['counts nothing at all', { spec: 'v3', ...openrouter, usage: nested({ total: 0 }, { total: 0 }) }],
  ])('is unknown, like the cost, when the report %s', async (_, model) => {
    const event = await call(model, 'stream');
    expect(event?.usage).toBeUndefined();
    expect(event?.cost).toMatchObject({ status: 'unpriced', reason: 'unknown-usage' });
  });

  it.each([
    { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined },
    { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
  ])('is read from the metadata when Anthropic streams it nowhere else', async (usage) => {
    const providerMetadata = { anthropic: { usage: anthropicRaw, cacheCreationInputTokens: 500 } };
    const event = await call({ ...anthropic, usage, providerMetadata }, 'stream');
    expect(event?.usage).toEqual(anthropicUsage);
  });

  it('is priced part by part, with separate prices for five-minute and one-hour cache writes', async () => {
    const usage = { inputTokens: 20, outputTokens: 40, totalTokens: 60, cachedInputTokens: 1000 };
    const event = await call({
      ...anthropic,
      usage,
      providerMetadata: { anthropic: { usage: anthropicRaw } },
    });
    expect(event?.cost).toMatchObject({
      status: 'priced',
      parts: {
        input: 20 * 3_000_000,
        cacheRead: 1000 * 300_000,
        cacheWrite5m: 200 * 3_750_000,
        cacheWrite1h: 300 * 6_000_000,
        output: 40 * 15_000_000,
      },
    });
  });

  it('counts images in the answer apart, and prices them at their own rate', async () => {
    const candidatesTokensDetails = [
      { modality: 'TEXT', tokenCount: 10 },
      { modality: 'IMAGE', tokenCount: 1290 },
    ];
    const usage = nested({ total: 100 }, { total: 1300 }, { candidatesTokensDetails });
    const gemini = { provider: 'google.generative-ai', id: 'gemini-2.5-flash-image' };
    const event = await call({ spec: 'v3', ...gemini, usage });
    expect(event?.usage).toEqual({ inputTokens: 100, outputTokens: 10, imageOutputTokens: 1290 });
    expect(event?.cost).toMatchObject({
      totalPico: 100 * 300_000 + 10 * 2_500_000 + 1290 * 30_000_000,
    });
  });

  it('includes the cost that OpenRouter reports', async () => {
    const usage = nested({ total: 100, noCache: 100, cacheRead: 0 }, { total: 20 });
    const providerMetadata = { openrouter: { usage: { promptTokens: 100, cost: 0.00042 } } };
    const event = await call({ spec: 'v3', ...openrouter, usage, providerMetadata });
    expect(event?.cost).toMatchObject({
      status: 'priced',
      totalPico: 100 * 2_500_000 + 20 * 10_000_000,
      reportedPico: 420_000_000,
    });
  });

  it('adds up over all steps of a run, including cache writes', async () => {
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ tools: [{ name: 'lookup', args: { q: 'a' } }] }, { text: 'done' }],
      model: { spec: 'v3', ...anthropic, usage: nested({ total: 520, cacheWrite: 500 }, { total: 40 }) },
    });
    await tracked.generate('Go');
    const { session, events } = await harness.session(agentName);
    const written = events.map(({ usage }) => usage?.cacheWrite5mTokens);
    expect(written).toEqual([500, undefined, 500]);
    expect(session.totals).toMatchObject({ promptTokens: 1040, completionTokens: 80, unpricedCalls: 0 });
  });

  it('is assigned to the fallback model that answered, and priced at its rates', async () => {
    const failing = scriptedModel([{ throws: new Error('overloaded') }], {
      provider: 'openai',
      id: 'gpt-4o',
    });
    const usage = { inputTokens: 20, outputTokens: 40, totalTokens: 60 };
    const answering = scriptedModel([{ text: 'here' }], { ...anthropic, usage });
    const models = [failing, answering].map((model) => ({ model, maxRetries: 0 }));
    const { tracked, agentName } = mockAgents(harness, { agent: { model: models } });
    await tracked.generate('Go');
    const { session, events } = await harness.session(agentName);
    expect(events).toMatchObject([
      { name: 'llm:openai:gpt-4o', status: 'error' },
      {
        name: 'llm:anthropic:claude-sonnet-4-5',
        cost: { totalPico: 20 * 3_000_000 + 40 * 15_000_000 },
      },
    ]);
    expect(events[0]?.cost).toBeUndefined();
    expect(session.totals.costPico).toBe(String(660_000_000));
  });
});
