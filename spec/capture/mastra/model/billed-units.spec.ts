import { describe, expect, it } from 'vitest';
import { type BilledCall, readBilledUnits } from '../../../../lib/capture/mastra/model/billed-units.ts';
import { reportedPico } from '../../../../lib/capture/mastra/model/reported-cost.ts';
import { openAgentHarness } from '../../../support/agent-harness.ts';
import { drain, mockAgents } from '../../../support/mock-agents.ts';
import { nested } from '../../../support/usage-reports.ts';

const harness = openAgentHarness();

const read = (call: Partial<BilledCall>) =>
  readBilledUnits({
    provider: 'openai',
    model: 'gpt-5',
    callOptions: {},
    providerMetadata: undefined,
    usage: {},
    toolCalls: [],
    ...call,
  });

const ran = (toolName: string, result?: unknown, isDynamic = false) => ({
  toolCallId: toolName,
  toolName,
  isDynamic,
  result,
});

describe('the billed units of a model call', () => {
  it.each([
    ['openai', 'web_search', { webSearches: 1 }],
    ['openai', 'web_search_preview', { webSearchPreviews: 1 }],
    ['openai', 'file_search', { fileSearches: 1 }],
    ['openai', 'code_interpreter', { codeExecutions: 1 }],
    ['openai', 'image_generation', { generatedImages: 1 }],
    ['anthropic', 'web_search', { webSearches: 1 }],
    ['anthropic', 'code_execution', { codeExecutions: 1 }],
    ['xai', 'x_search', { webSearches: 1 }],
    ['acme', 'teleport', { otherTools: 1 }],
    ['openai', '__proto__', { otherTools: 1 }],
    ['anthropic', 'web_fetch', undefined],
    ['google', 'code_execution', undefined],
    ['google', 'url_context', undefined],
    ['openai', 'mcp.lookup', undefined],
  ])('include a tool that the provider runs: %s, %s', (provider, toolName, units) => {
    expect(read({ provider, toolCalls: [ran(toolName)] })).toEqual(units);
  });

  it('include a tool under the name that the user gave it', () => {
    const tools = [
      { type: 'provider', id: 'openai.web_search', name: 'lookUp', args: {} },
      { type: 'provider-defined', id: 'anthropic.web_search_20250305', name: 'find', args: {} },
    ];
    expect(read({ callOptions: { tools }, toolCalls: [ran('lookUp'), ran('find')] })).toEqual({
      webSearches: 2,
    });
  });

  it('exclude the pages that a search opens, and tools of an MCP server', () => {
    const opened = ran('web_search', { action: { type: 'openPage' } });
    const searched = ran('web_search', { action: { type: 'search', query: 'a' } });
    expect(read({ toolCalls: [opened, searched, ran('lookup', {}, true)] })).toEqual({ webSearches: 1 });
  });

  it('use the number of searches that Anthropic reports', () => {
    const usage = { raw: { raw: { server_tool_use: { web_search_requests: 3 } } } };
    const toolCalls = [ran('web_search')];
    expect(read({ provider: 'anthropic', usage, toolCalls })).toEqual({ webSearches: 3 });
    const providerMetadata = { anthropic: { usage: { server_tool_use: { web_search_requests: 2 } } } };
    expect(read({ provider: 'anthropic', providerMetadata, toolCalls })).toEqual({ webSearches: 2 });
  });

  it.each([
    ['gemini-2.5-flash', { groundedPrompts: 1 }],
    ['gemini-3-pro-preview', { groundedQueries: 2 }],
  ])('include the grounding of %s', (model, units) => {
    const groundingMetadata = { webSearchQueries: ['a', 'b', 'a'] };
    expect(read({ provider: 'google', model, providerMetadata: { google: { groundingMetadata } } })).toEqual(
      units,
    );
    expect(read({ provider: 'google', model, providerMetadata: { google: { groundingMetadata: {} } } })).toBe(
      undefined,
    );
  });

  it.each([
    ['sonar', {}, {}, { requestsLow: 1 }],
    ['sonar', { search_context_size: 'high' }, {}, { requestsHigh: 1 }],
    ['sonar', {}, { web_search_options: { search_context_size: 'medium' } }, { requestsMedium: 1 }],
    ['sonar', { search_context_size: 'constructor' }, {}, { requests: 1 }],
    [
      'sonar-deep-research',
      { citation_tokens: 10, num_search_queries: 2 },
      {},
      { citationTokens: 10, searchQueries: 2 },
    ],
  ])('include the request of Perplexity: %s %j %j', (model, raw, perplexity, units) => {
    const callOptions = { providerOptions: { perplexity } };
    expect(read({ provider: 'perplexity', model, callOptions, usage: { raw } })).toEqual(units);
  });
});

describe('the cost that a provider reports', () => {
  it.each<[string, unknown, unknown, number | undefined]>([
    ['openrouter', { openrouter: { usage: { cost: 0.00042 } } }, {}, 420_000_000],
    ['openrouter', undefined, { raw: { cost: 0.5 } }, 500_000_000_000],
    ['gateway', { gateway: { cost: '0.0001234' } }, {}, 123_400_000],
    ['gateway', { gateway: { cost: 'free' } }, {}, undefined],
    ['perplexity', undefined, { raw: { cost: { total_cost: 0.006 } } }, 6_000_000_000],
    ['xai', undefined, { raw: { cost_in_usd_ticks: 158_500 } }, 15_850_000],
    ['deepinfra', undefined, { raw: { estimated_cost: 0.0000012 } }, 1_200_000],
    ['acme', undefined, { raw: { cost: 1 } }, undefined],
    ['openrouter', { openrouter: { usage: { cost: -1 } } }, {}, undefined],
  ])('is read from %s: %j %j', (provider, metadata, usage, pico) => {
    expect(reportedPico(metadata, usage, provider)).toBe(pico);
  });
});

describe.each(['generate', 'stream'] as const)('a model call of %s() with a tool of the provider', (mode) => {
  it('is priced with the fee of the tool, and is incomplete when the fee is unknown', async () => {
    const tools = [
      { name: 'web_search', args: { query: 'a' }, id: 'c1', result: { action: { type: 'search' } } },
      { name: 'code_interpreter', args: {}, id: 'c2', result: {} },
    ];
    const { tracked, agentName } = mockAgents(harness, {
      lines: [{ text: 'done', tools }],
      model: {
        spec: 'v3',
        provider: 'openai.responses',
        id: 'gpt-5',
        usage: nested({ total: 1000 }, { total: 100 }),
      },
    });
    if (mode === 'generate') await tracked.generate('Go', { maxSteps: 1 });
    else await drain(await tracked.stream('Go', { maxSteps: 1 }));
    const { events } = await harness.session(agentName);
    const call = events.find(({ kind }) => kind === 'llm');
    expect(call?.usage?.units).toEqual({ webSearches: 1, codeExecutions: 1 });
    expect(call?.cost).toMatchObject({
      totalPico: 1000 * 1_250_000 + 100 * 10_000_000 + 10_000_000_000,
      incomplete: ['codeExecutions'],
    });
  });
});
