import { createTool } from '@mastra/core/tools';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { drain, mockAgents } from '../../support/mock-agents.ts';

const harness = openAgentHarness();

const lines = [{ tools: [{ name: 'tool', args: { q: 'a' } }] }, { text: 'done' }];

const toolEvent = async (mode: 'generate' | 'stream', result: unknown, tool: object = {}) => {
  const { tracked, agentName } = mockAgents(harness, {
    lines,
    agent: {
      tools: {
        tool: createTool({
          id: 'tool',
          description: 'Does something',
          inputSchema: z.object({ q: z.string() }),
          execute: async () => result as never,
          ...tool,
        }),
      },
    },
  });
  if (mode === 'generate') await tracked.generate('Go');
  else await drain(await tracked.stream('Go'));
  const { session, events } = await harness.session(agentName);
  expect(session.status).toBe('completed');
  return events.find(({ kind }) => kind === 'tool');
};

describe.each(['generate', 'stream'] as const)('the result of a tool in %s()', (mode) => {
  it.each([
    ['isError of MCP', { isError: true, content: [{ type: 'text', text: 'disk full' }] }, 'disk full'],
    [
      'several MCP texts',
      { isError: true, content: [{ text: 'a' }, { type: 'image' }, { text: 'b' }] },
      'a\nb',
    ],
    ['isError without content', { isError: true }, 'the tool reported no success'],
    ['success: false with a message', { success: false, message: 'no such order' }, 'no such order'],
    ['success: false with an error', { success: false, error: 'permission denied' }, 'permission denied'],
    ['success: false with an error object', { success: false, error: { message: 'late' } }, 'late'],
    ['success: false with a reason', { success: false, reason: 'closed' }, 'closed'],
  ])('is an error for %s', async (_, result, message) => {
    expect(await toolEvent(mode, result)).toMatchObject({
      status: 'error',
      error: { type: 'ToolError', message },
      output: result,
    });
  });

  it('is an error if it does not fit the output schema', async () => {
    const outputSchema = z.object({ total: z.number() });
    expect(await toolEvent(mode, { total: 'many' }, { outputSchema })).toMatchObject({
      status: 'error',
      error: { type: 'InvalidToolOutput', message: expect.stringContaining('total') },
    });
  });

  it.each([
    [{ success: true, message: 'fine' }],
    [{ isError: false, content: [] }],
    [{ error: null, value: 1 }],
    [{ error: 'rate', kind: 'a field of that name' }],
    ['isError: true'],
    [[{ isError: true }]],
  ])('is not an error for %j', async (result) => {
    const event = await toolEvent(mode, result);
    expect(event).toMatchObject({ status: 'ok', output: result });
  });
});
