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

/** The one event of a run on a model that reports as told. */
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
  it.each(reports)('reads %s', async (_, model, usage) => {
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
  ])('is unknown, and so is the cost, when what the model reports %s', async (_, model) => {
    const event = await call(model, 'stream');
    expect(event?.usage).toBeUndefined();
    expect(event?.cost).toMatchObject({ status: 'unpriced', reason: 'unknown-usage' });
  });

  it.each([
    { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined },
    { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
  ])('is that of the metadata when Anthropic streams it there alone', async (usage) => {
    const providerMetadata = { anthropic: { usage: anthropicRaw, cacheCreationInputTokens: 500 } };
    const event = await call({ ...anthropic, usage, providerMetadata }, 'stream');
    expect(event?.usage).toEqual(anthropicUsage);
  });

  it('costs what each of its parts costs, cache writes for five minutes and for an hour apart', async () => {
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

  it('comes with what OpenRouter says it charged', async () => {
    const usage = nested({ total: 100, noCache: 100, cacheRead: 0 }, { total: 20 });
    const providerMetadata = { openrouter: { usage: { promptTokens: 100, cost: 0.00042 } } };
    const event = await call({ spec: 'v3', ...openrouter, usage, providerMetadata });
    expect(event?.cost).toMatchObject({
      status: 'priced',
      totalPico: 100 * 2_500_000 + 20 * 10_000_000,
      reportedPico: 420_000_000,
    });
  });

  it('adds up over all steps of a run, cache writes included', async () => {
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

  it('of a fallback belongs to, and is priced as, the model that answered', async () => {
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
