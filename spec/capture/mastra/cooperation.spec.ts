import { AsyncLocalStorage } from 'node:async_hooks';
import { Mastra } from '@mastra/core';
import { Agent } from '@mastra/core/agent';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { Observability } from '@mastra/observability';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { eventTree } from '../../support/event-tree.ts';
import { type AnyAgent, drain, mockAgents } from '../../support/mock-agents.ts';
import { type Line, scriptedModel } from '../../support/scripted-model.ts';

const harness = openAgentHarness();
const any = z.object({}).loose();
const lines = [
  {
    tools: [
      { name: 'lookup', args: { q: 'a' } },
      { name: 'failing', args: { q: 'b' } },
    ],
  },
  { text: 'done' },
];

/** Returns a value without ids and times, which differ between runs of the same agent. */
const shapeOf = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner) =>
      /^(id|.*Id|.*At|.*Time|timestamp|messages|input|output|stack)$/.test(key) ? typeof inner : inner,
    ),
  );

function usersTracing() {
  const spans: { type: string; exportedSpan: Record<string, unknown> }[] = [];
  const exporter = {
    name: 'users',
    exportTracingEvent: async (event: never) => void spans.push(event),
    shutdown: async () => {},
  };
  const configs = { default: { serviceName: 'users', exporters: [exporter as never] } };
  return { spans, mastra: { observability: new Observability({ configs }) } };
}

describe("with the user's own Mastra observability", () => {
  it.each(['generate', 'stream'] as const)(
    '%s() produces the same user spans as the original agent',
    async (mode) => {
      const shapes: unknown[] = [];
      for (const watched of [false, true]) {
        const users = usersTracing();
        const { plain, tracked } = mockAgents(harness, { lines, mastra: users.mastra });
        const result = await (watched ? tracked : plain)[mode]('Go');
        if (mode === 'stream') await drain(result);
        const ended = users.spans
          .filter(({ type }) => type === 'span_ended')
          .map(({ exportedSpan }) => exportedSpan);
        const renamed = JSON.parse(JSON.stringify(ended).replaceAll(plain.id, 'agent'));
        shapes.push(
          renamed.map((span: Record<string, unknown>) =>
            shapeOf({
              type: span.type,
              name: span.name,
              attributes: span.attributes,
              parent: typeof span.parentSpanId,
            }),
          ),
        );
      }
      expect(shapes[1]).toEqual(shapes[0]);
      expect(shapes[0]).not.toEqual([]);
    },
  );

  it('a run has complete events without duplicates', async () => {
    const { tracked, agentName } = mockAgents(harness, { lines, mastra: usersTracing().mastra });
    await tracked.generate('Go');
    const stored = await harness.session(agentName);
    expect(eventTree(stored)).toEqual([
      'llm llm:mock:mock-model',
      'tool look-up',
      'tool fail-always error',
      'llm llm:mock:mock-model',
    ]);
    expect(stored.events[2]).toMatchObject({ error: { message: 'the shelf is empty' } });
    expect(stored.events.map(({ toolCallId }) => typeof toolCallId)).toEqual([
      'undefined',
      'string',
      'string',
      'undefined',
    ]);
  });

  it.each([
    ['model', (model: AnyAgent) => ({ model })],
    ['prepareStep', (model: AnyAgent) => ({ prepareStep: () => ({ model }) })],
  ])('a run has the calls of a model chosen by the default %s', async (_, optionsOf) => {
    const model = scriptedModel([{ text: 'by default' }], { id: 'other' });
    const agent = { defaultOptions: optionsOf(model) };
    const { tracked, agentName } = mockAgents(harness, { agent, mastra: usersTracing().mastra });
    expect((await tracked.generate('Go')).text).toBe('by default');
    expect(eventTree(await harness.session(agentName))).toEqual(['llm llm:mock:other']);
  });

  it('the tool hooks of agent, defaults and call run as on the original agent', async () => {
    const seen: string[] = [];
    const hooks = (source: string) => ({ beforeToolCall: () => void seen.push(source) });
    for (const call of [{}, { hooks: hooks('call') }]) {
      const { tracked } = mockAgents(harness, {
        lines,
        agent: { hooks: hooks('agent') },
        mastra: usersTracing().mastra,
      });
      await tracked.generate('Go', call);
    }
    expect(seen).toEqual(['agent', 'agent', 'call', 'call']);
  });

  it.each(['agent', 'workflow'])(
    'a traced %s keeps its spans below an agent that the user does not trace',
    async (kind) => {
      const sub = new Agent({
        id: 'sub',
        name: 'sub',
        description: 'Helps',
        instructions: 'Help.',
        model: scriptedModel([{ text: 'helped' }]),
      });
      const step = createStep({ id: 'work', inputSchema: any, outputSchema: any, execute: async () => ({}) });
      const flow = createWorkflow({ id: 'flow', inputSchema: any, outputSchema: any }).then(step).commit();
      const tool =
        kind === 'agent'
          ? { name: 'agent-sub', args: { prompt: 'p' } }
          : { name: 'workflow-flow', args: { inputData: {} } };
      const ended: unknown[] = [];
      for (const watched of [false, true]) {
        const users = usersTracing();
        new Mastra({ agents: { sub }, workflows: { flow }, logger: false, ...users.mastra });
        const agent: AnyAgent = new Agent({
          id: 'untraced',
          name: `untraced above a traced ${kind}`,
          instructions: 'Delegate.',
          model: scriptedModel([{ tools: [tool] }, { text: 'done' }]),
          agents: { sub },
          workflows: { flow },
        });
        await (watched ? harness.track(agent) : agent).generate('Go');
        await vi.waitFor(() => expect(users.spans.at(-1)).toMatchObject({ type: 'span_ended' }));
        const spans = users.spans.filter(({ type }) => type === 'span_ended');
        ended.push(spans.map(({ exportedSpan }) => [exportedSpan.type, exportedSpan.name]));
        if (!watched) continue;
        expect(eventTree(await harness.session(agent.name))).toEqual(
          expect.arrayContaining(kind === 'agent' ? ['    llm llm:mock:mock-model'] : ['    step work']),
        );
      }
      expect(ended[0]).not.toEqual([]);
      expect(ended[1]).toEqual(ended[0]);
    },
  );

  it('attempts are counted separately for each call', async () => {
    const busy = { throws: Object.assign(new Error('busy'), { isRetryable: true }) };
    const { tracked, agentName } = mockAgents(harness, {
      lines: [lines[0] as Line, busy, { text: 'done' }],
      mastra: usersTracing().mastra,
    });
    await tracked.generate('Go', { modelSettings: { maxRetries: 2 } });
    const { events } = await harness.session(agentName);
    const calls = events.filter(({ kind }) => kind === 'llm');
    expect(calls.map(({ status, attempt }) => [status, attempt])).toEqual([
      ['ok', undefined],
      ['error', undefined],
      ['ok', 2],
    ]);
  });

  it('a user hook can still answer in place of the tool', async () => {
    const beforeToolCall = () => ({ proceed: false, output: { from: 'hook' } });
    const { tracked, agentName } = mockAgents(harness, { lines, mastra: usersTracing().mastra });
    await tracked.generate('Go', { hooks: { beforeToolCall } });
    const { events } = await harness.session(agentName);
    expect(events[1]).toMatchObject({ name: 'look-up', output: { from: 'hook' } });
  });
});

describe("the user's own options", () => {
  it('dynamic default options are resolved at most once more', async () => {
    let resolved = 0;
    const defaultOptions = () => {
      resolved++;
      return { maxSteps: 3 };
    };
    const { tracked, plain } = mockAgents(harness, { lines, agent: { defaultOptions } });
    await plain.generate('Go');
    const without = resolved;
    await tracked.generate('Go');
    expect(resolved - without).toBeLessThanOrEqual(without + 1);
  });

  it('callbacks run in the context of the caller', async () => {
    const context = new AsyncLocalStorage<string>();
    const { tracked } = mockAgents(harness);
    const seen: unknown[] = [];
    await context.run('mine', () =>
      tracked.generate('Go', { onFinish: () => void seen.push(context.getStore()) }),
    );
    expect(seen).toEqual(['mine']);
  });
});
