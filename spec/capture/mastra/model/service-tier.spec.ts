import { describe, expect, it } from 'vitest';
import { readServiceTier } from '../../../../lib/capture/mastra/model/service-tier.ts';
import { openAgentHarness } from '../../../support/agent-harness.ts';
import { drain, mockAgents } from '../../../support/mock-agents.ts';
import { type ScriptedModelOptions, scriptedV1Model } from '../../../support/scripted-model.ts';
import { nested } from '../../../support/usage-reports.ts';

const harness = openAgentHarness();
const usage = nested({ total: 1000 }, { total: 100 });

async function call(model: ScriptedModelOptions, providerOptions: object, mode: 'generate' | 'stream') {
  const { tracked, agentName } = mockAgents(harness, { model: { spec: 'v3', usage, ...model } });
  if (mode === 'generate') await tracked.generate('Go', { providerOptions });
  else await drain(await tracked.stream('Go', { providerOptions }));
  const { events } = await harness.session(agentName);
  return events[0];
}

const gpt5 = { provider: 'openai.responses', id: 'gpt-5' };

describe.each(['generate', 'stream'] as const)('a model call of %s()', (mode) => {
  it('is priced at the service tier of its request', async () => {
    const event = await call(gpt5, { openai: { serviceTier: 'flex' } }, mode);
    expect(event?.usage).toMatchObject({ serviceTier: 'flex' });
    expect(event?.cost).toMatchObject({ totalPico: 1000 * 625_000 + 100 * 5_000_000, serviceTier: 'flex' });
  });

  it('is priced at the service tier of its answer when the request asked for another', async () => {
    const answered = { ...gpt5, providerMetadata: { openai: { serviceTier: 'default' } } };
    const event = await call(answered, { openai: { serviceTier: 'priority' } }, mode);
    expect(event?.usage).not.toHaveProperty('serviceTier');
    expect(event?.cost).toMatchObject({ totalPico: 1000 * 1_250_000 + 100 * 10_000_000 });
  });

  it('is unpriced at a tier without a known rate', async () => {
    const answered = { ...gpt5, providerMetadata: { openai: { serviceTier: 'scale' } } };
    const event = await call(answered, {}, mode);
    expect(event?.cost).toMatchObject({ status: 'unpriced', reason: 'unknown-tier', serviceTier: 'scale' });
  });
});

describe('a model call of generateLegacy()', () => {
  it('is priced at the service tier of its request', async () => {
    const model = scriptedV1Model('hello', {
      provider: 'openai.chat',
      id: 'gpt-5',
      usage: { promptTokens: 1000, completionTokens: 100 },
    });
    const { tracked, agentName } = mockAgents(harness, { agent: { model } });
    await tracked.generateLegacy('Go', { providerOptions: { openai: { serviceTier: 'flex' } } });
    const { events } = await harness.session(agentName);
    expect(events[0]?.cost).toMatchObject({
      totalPico: 1000 * 625_000 + 100 * 5_000_000,
      serviceTier: 'flex',
    });
  });
});

describe('the service tier of a call', () => {
  const read = (
    provider: string,
    { asked, metadata, raw, response, model = 'm' }: Record<string, unknown> & { model?: string },
  ) =>
    readServiceTier({
      provider,
      model,
      providerOptions: asked,
      providerMetadata: metadata,
      usage: raw === undefined ? {} : { raw },
      response,
    });

  it.each<[string, string, Parameters<typeof read>[1], string | undefined]>([
    ['OpenAI: request', 'openai', { asked: { openai: { serviceTier: 'priority' } } }, 'priority'],
    ['OpenAI: automatic', 'openai', { asked: { openai: { serviceTier: 'auto' } } }, undefined],
    ['OpenAI: body', 'openai', { response: { body: { service_tier: 'flex' } } }, 'flex'],
    ['Azure: request', 'azure', { asked: { openai: { serviceTier: 'priority' } } }, 'priority'],
    [
      'Anthropic: batch',
      'anthropic',
      { metadata: { anthropic: { usage: { service_tier: 'batch' } } } },
      'batch',
    ],
    ['Anthropic: standard', 'anthropic', { raw: { service_tier: 'standard', speed: 'standard' } }, undefined],
    ['Anthropic: fast answer', 'anthropic', { raw: { service_tier: 'standard', speed: 'fast' } }, 'fast'],
    [
      'Anthropic: fast request',
      'anthropic',
      { asked: { anthropic: { speed: 'fast' } }, raw: { service_tier: 'standard' } },
      'fast',
    ],
    [
      'Anthropic: fast request, served at normal speed',
      'anthropic',
      { asked: { anthropic: { speed: 'fast' } }, raw: { speed: 'standard' } },
      undefined,
    ],
    ['Google: request', 'google', { asked: { google: { serviceTier: 'flex' } } }, 'flex'],
    [
      'Google: answer',
      'google',
      { metadata: { google: { serviceTier: 'SERVICE_TIER_PRIORITY' } } },
      'priority',
    ],
    ['Google: header', 'google', { response: { headers: { 'x-gemini-service-tier': 'flex' } } }, 'flex'],
    [
      'Vertex: traffic',
      'google-vertex',
      { metadata: { google: { usageMetadata: { trafficType: 'ON_DEMAND_FLEX' } } } },
      'flex',
    ],
    [
      'Vertex: standard traffic',
      'google-vertex',
      { metadata: { vertex: { usageMetadata: { trafficType: 'ON_DEMAND' } } } },
      undefined,
    ],
    [
      'Vertex: provisioned',
      'google-vertex',
      { metadata: { google: { usageMetadata: { trafficType: 'PROVISIONED_THROUGHPUT' } } } },
      'provisioned_throughput',
    ],
    ['Groq: request', 'groq', { asked: { groq: { serviceTier: 'flex' } } }, 'flex'],
    ['Groq: on demand', 'groq', { asked: { groq: { serviceTier: 'on_demand' } } }, undefined],
    ['Bedrock: request', 'amazon-bedrock', { asked: { bedrock: { serviceTier: 'flex' } } }, 'flex'],
    [
      'Bedrock: answer',
      'amazon-bedrock',
      { metadata: { bedrock: { serviceTier: { type: 'priority' } } } },
      'priority',
    ],
    [
      'a gateway: the option of the vendor',
      'gateway',
      { model: 'openai/gpt-5', asked: { openai: { serviceTier: 'flex' } } },
      'flex',
    ],
    ['an option of another provider', 'anthropic', { asked: { openai: { serviceTier: 'flex' } } }, undefined],
    [
      'an option that is not a name',
      'openai',
      { asked: { openai: { serviceTier: 'a b'.repeat(99) } } },
      'other',
    ],
    ['options that are not objects', 'openai', { asked: 'flex', metadata: 3, response: null }, undefined],
    ['a provider named like a property', 'constructor', { asked: {} }, undefined],
  ])('is read from %s', (_, provider, given, tier) => {
    expect(read(provider, given)).toBe(tier);
  });
});
