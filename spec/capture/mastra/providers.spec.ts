import type { Fixture } from '@copilotkit/aimock';
import { Agent } from '@mastra/core/agent';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ScriptedLlm, startScriptedLlm } from '../../../samples/support/scripted-llm.ts';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { type AnyAgent, drain, lookup } from '../../support/mock-agents.ts';

const harness = openAgentHarness();
const googleApi = 'https://generativelanguage.googleapis.com';

/** The same counts under the field names of each API. */
const usage = {
  prompt_tokens: 100,
  completion_tokens: 20,
  input_tokens: 100,
  output_tokens: 20,
  promptTokenCount: 100,
  candidatesTokenCount: 20,
  totalTokenCount: 120,
};
const text = { content: 'hello there my good friend', usage };
const openRouterUsage = {
  ...usage,
  cost: 0.00123,
  prompt_tokens_details: { cached_tokens: 30, cache_write_tokens: 50 },
  completion_tokens_details: { reasoning_tokens: 12 },
};
const refusal = { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429, retryAfter: 0 };
let busyCalls = 0;

const script: readonly Fixture[] = [
  {
    match: { userMessage: /tool/, hasToolResult: false },
    response: { toolCalls: [{ name: 'lookup', arguments: '{"q":"a"}' }], usage },
  },
  { match: { userMessage: /busy/ }, response: () => (busyCalls++ % 2 === 0 ? refusal : text) },
  {
    match: { userMessage: /lost/ },
    response: text,
    chunkSize: 4,
    disconnectAfterMs: 60,
    streamingProfile: { ttft: 1, tps: 50 },
  },
  { match: { userMessage: /cached/ }, response: { ...text, usage: openRouterUsage } },
  { match: { userMessage: /.*/ }, response: text },
];

let llm: ScriptedLlm;
let count = 0;

beforeAll(async () => {
  llm = await startScriptedLlm(script);
  const { url } = llm;
  Object.assign(process.env, {
    OPENAI_BASE_URL: `${url}/v1`,
    ANTHROPIC_BASE_URL: `${url}/v1`,
    OPENROUTER_BASE_URL: `${url}/api/v1`,
    GROQ_BASE_URL: `${url}/openai/v1`,
  });
  for (const name of ['OPENAI', 'ANTHROPIC', 'OPENROUTER', 'GROQ', 'GOOGLE_GENERATIVE_AI']) {
    process.env[`${name}_API_KEY`] = 'scripted';
  }
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) =>
    typeof input === 'string' ? fetch(input.replace(googleApi, url), init) : fetch(input, init),
  );
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await llm.stop();
});

interface Provided {
  readonly api: string;
  readonly model: () => unknown;
  readonly provider: string;
  readonly modelId: string;
  /** False for a provider whose streams report no usage, because Mastra does not request it. */
  readonly streamsUsage: boolean;
  readonly priced: boolean;
}

const named = (api: string, model: string, streamsUsage = true): Provided => {
  const slash = model.indexOf('/');
  const [provider, modelId] = [model.slice(0, slash), model.slice(slash + 1)];
  return { api, model: () => model, provider, modelId, streamsUsage, priced: true };
};
const located = (api: string, id: `${string}/${string}`, priced: boolean): Provided => ({
  ...named(api, id, false),
  model: () => ({ id, url: `${llm.url}/v1`, apiKey: 'scripted' }),
  priced,
});

const provided: readonly Provided[] = [
  named('OpenAI Responses', 'openai/gpt-4o-mini'),
  located('OpenAI Chat', 'openai/gpt-4o', true),
  named('Anthropic', 'anthropic/claude-sonnet-4-5'),
  named('Google', 'google/gemini-2.5-flash'),
  named('OpenRouter', 'openrouter/openai/gpt-4o-mini'),
  named('Groq', 'groq/llama-3.3-70b-versatile', false),
  located('a custom URL', 'acme/big-model', false),
];

/** Runs an agent over real HTTP. Returns its session and the number of requests to the provider. */
async function runAgent({ model }: Provided, mode: string, message: string) {
  const agentName = `provided-${++count}`;
  const settings = { id: agentName, name: agentName, instructions: 'x', tools: { lookup }, model: model() };
  const tracked: AnyAgent = harness.track(new Agent(settings as never), agentName);
  const before = llm.requestCount();
  const result = await tracked[mode](message, { modelSettings: { maxRetries: 1 } });
  if (mode === 'stream') await drain(result);
  return { requests: llm.requestCount() - before, ...(await harness.session(agentName)) };
}

describe.each(provided)('a model call of $api', (given) => {
  const { provider, modelId, streamsUsage, priced } = given;
  const name = `llm:${provider}:${modelId}`;

  it.each(['generate', 'stream'])('is recorded once per call in a tool round trip (%s)', async (mode) => {
    const { session, events, requests } = await runAgent(given, mode, 'use the tool');
    const counted = mode === 'generate' || streamsUsage;
    expect(requests).toBe(2);
    expect(events.map((event) => event.name)).toEqual([name, 'look-up', name]);
    expect(events[1]).toMatchObject({ input: { q: 'a' }, output: { found: 'a' }, status: 'ok' });
    for (const event of [events[0], events[2]]) {
      expect(event).toMatchObject({ kind: 'llm', status: 'ok', provider, model: modelId });
      expect(event?.usage).toEqual(counted ? { inputTokens: 100, outputTokens: 20 } : undefined);
      expect(event?.cost?.status).toBe(counted && priced ? 'priced' : 'unpriced');
      expect(event?.metadata?.responseModel).toBeUndefined();
    }
    expect(events[2]).toMatchObject({ output: { text: text.content }, finishReason: 'stop' });
    expect(session).toMatchObject({
      status: 'completed',
      output: text.content,
      totals: counted ? { promptTokens: 200, completionTokens: 40 } : { unpricedCalls: 2 },
    });
  });

  it('has an event for each request when the provider refuses the first one', async () => {
    const { session, events, requests } = await runAgent(given, 'stream', 'busy');
    expect(requests).toBe(2);
    expect(events).toMatchObject([
      { name, status: 'error', error: { message: 'slow down' } },
      { name, status: 'ok', attempt: 2, output: { text: text.content } },
    ]);
    expect(events[0]?.usage).toBeUndefined();
    expect(session.status).toBe('completed');
  });

  it('is recorded as failed with a partial answer when the connection is lost', async () => {
    const { session, events, requests } = await runAgent(given, 'stream', 'lost');
    expect(requests).toBe(1);
    expect(events).toMatchObject([{ name, status: 'error', error: { message: expect.stringMatching(/./) } }]);
    expect(text.content).not.toBe((events[0]?.output as { text?: string } | undefined)?.text);
    expect(events[0]?.usage).toBeUndefined();
    expect(session).toMatchObject({ status: 'failed', reason: 'error' });
  });
});

describe('a model call of OpenRouter', () => {
  it.each(['generate', 'stream'])(
    'is recorded with cached tokens, reasoning tokens and reported cost (%s)',
    async (mode) => {
      const openRouter = provided.find(({ provider }) => provider === 'openrouter') as Provided;
      const { events } = await runAgent(openRouter, mode, 'cached');
      expect(events).toMatchObject([
        {
          usage: {
            inputTokens: 20,
            cacheReadTokens: 30,
            cacheWrite5mTokens: 50,
            outputTokens: 20,
            reasoningTokens: 12,
          },
          cost: { status: 'priced', reportedPico: 1_230_000_000 },
        },
      ]);
    },
  );
});
