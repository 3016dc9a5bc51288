import { createTool } from '@mastra/core/tools';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { eventTree } from '../../support/event-tree.ts';
import { type AnyAgent, drain, mockAgents } from '../../support/mock-agents.ts';

const harness = openAgentHarness();

const lines = [{ tools: [{ name: 'tool', args: { q: 'a' } }] }, { text: 'done' }];

/** Runs an agent whose tool works with its span, and returns the session. */
const record = async (mode: 'generate' | 'stream', work: (span: AnyAgent) => unknown) => {
  const { tracked, agentName } = mockAgents(harness, {
    lines,
    agent: {
      tools: {
        tool: createTool({
          id: 'tool',
          description: 'Works',
          inputSchema: z.object({ q: z.string() }),
          execute: async (_, context: AnyAgent) => {
            await work((context.tracing ?? context.tracingContext).currentSpan);
            return 'worked';
          },
        }),
      },
    },
  });
  if (mode === 'generate') await tracked.generate('Go');
  else await drain(await tracked.stream('Go'));
  return harness.session(agentName);
};

describe.each(['generate', 'stream'] as const)('child spans of a tool in %s()', (mode) => {
  it.each([
    'rag_vector_operation',
    'rag_ingestion',
    'rag_action',
    'graph_action',
    'workspace_action',
    'memory_operation',
    'skill_action',
    'classifier_evaluation',
    'generic',
    'a_kind_of_the_future',
    'constructor',
  ])('of type %s are recorded with input and output, nested', async (type) => {
    const stored = await record(mode, (span) => {
      const outer = span.createChildSpan({ type, name: 'outer', input: { q: 1 } });
      outer.createChildSpan({ type, name: 'inner' }).end({ output: 2 });
      outer.end({ output: { a: 3 } });
    });
    expect(eventTree(stored)).toEqual([
      'llm llm:mock:mock-model',
      'tool tool',
      '  function outer',
      '    function inner',
      'llm llm:mock:mock-model',
    ]);
    expect(stored.events.find(({ name }) => name === 'outer')).toMatchObject({
      input: { q: 1 },
      output: { a: 3 },
    });
  });

  it('that fail are recorded with their error', async () => {
    const { events } = await record(mode, (span) => {
      span
        .createChildSpan({ type: 'rag_action', name: 'rerank' })
        .error({ error: new RangeError('too many') });
      span
        .createChildSpan({ type: 'workspace_action', name: 'write' })
        .end({ attributes: { success: false, error: 'read-only' } });
    });
    expect(events.find(({ name }) => name === 'rerank')).toMatchObject({
      status: 'error',
      error: { type: 'RangeError', message: 'too many' },
    });
    expect(events.find(({ name }) => name === 'write')).toMatchObject({ status: 'error' });
  });

  it.each(['model_step', 'model_chunk', 'workflow_conditional_eval', 'mapping'])(
    'that are parts of other steps are not steps of their own (%s)',
    async (type) => {
      const { events } = await record(mode, (span) => span.createChildSpan({ type, name: 'part' }).end());
      expect(events.map(({ name }) => name)).not.toContain('part');
    },
  );

  it.each([
    ['at the end', (span: AnyAgent, attributes: object) => span.end({ attributes })],
    [
      'in an update',
      (span: AnyAgent, attributes: object) => {
        span.update({ attributes });
        span.end();
      },
    ],
  ])('of embeddings are model calls with the usage reported %s', async (_, finish) => {
    const { session, events } = await record(mode, (span) =>
      finish(
        span.createChildSpan({
          type: 'rag_embedding',
          name: 'rag embed: query',
          attributes: { model: 'text-embedding-3-small', provider: 'openai', mode: 'query' },
        }),
        { usage: { inputTokens: 1000 } },
      ),
    );
    expect(events.find(({ name }) => name === 'llm:openai:text-embedding-3-small')).toMatchObject({
      kind: 'llm',
      usage: { inputTokens: 1000, outputTokens: 0 },
    });
    expect(session.llmCount).toBe(3);
  });
});
