import { Agent as Agent10 } from 'mastra-core-1-0/agent';
import { Mastra as Mastra10 } from 'mastra-core-1-0/mastra';
import { Agent as Agent150 } from 'mastra-core-1-50/agent';
import { Mastra as Mastra150 } from 'mastra-core-1-50/mastra';
import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { eventTree } from '../../support/event-tree.ts';
import { type AnyAgent, drain } from '../../support/mock-agents.ts';
import { type Line, type ScriptedModelOptions, scriptedModel } from '../../support/scripted-model.ts';

interface Core {
  readonly Agent: new (config: never) => object;
  readonly Mastra: new (config: never) => object;
}

const cores = {
  '1.0': { Agent: Agent10, Mastra: Mastra10 },
  '1.50': { Agent: Agent150, Mastra: Mastra150 },
};

const harness = openAgentHarness();
let count = 0;

/** Creates an agent of an earlier Mastra. All versions take the same configuration. */
function agentsOf(
  { Agent, Mastra }: Core,
  lines: readonly Line[],
  { model, ...config }: { readonly model?: ScriptedModelOptions; readonly [option: string]: unknown } = {},
) {
  const agentName = `earlier-${++count}`;
  const named = { id: agentName, name: agentName, instructions: 'Be brief.' };
  const plain: AnyAgent = new Agent({ ...named, model: scriptedModel(lines, model), ...config } as never);
  new Mastra({ agents: { plain }, logger: false } as never);
  return { agentName, plain, tracked: harness.track(plain, agentName) as AnyAgent };
}

const modes = {
  'generate()': async (agent: AnyAgent, options?: object) => agent.generate('Go', options),
  'stream()': async (agent: AnyAgent, options?: object) => {
    const result = await agent.stream('Go', options);
    await drain(result);
    return { text: await result.text, toolResults: await result.toolResults, steps: await result.steps };
  },
};

const everyMode = Object.entries(cores).flatMap(([version, core]) =>
  Object.entries(modes).map(([mode, run]) => [mode, version, run, core] as const),
);

const once = { modelSettings: { maxRetries: 0 } };

describe.each(everyMode)('a %s run of Mastra %s', (_, __, run, core) => {
  it("returns the same result as the original agent, with a sub-agent's complete answer", async () => {
    const words = Array.from({ length: 60 }, (_, at) => `word-${at}`).join(' ');
    const { Agent } = core as Core;
    const requests = [{ tools: [{ name: 'agent-helper', args: { prompt: 'Help' } }] }, { text: 'done' }];
    const withHelper = () => {
      const config = { id: 'helper', name: 'helper', description: 'Helps', instructions: 'Help.' };
      const helper = new Agent({ ...config, model: scriptedModel([{ text: words }]) } as never);
      return agentsOf(core, requests, { agents: { helper } });
    };
    const saidOf = ({ text, steps }: AnyAgent) => ({
      text,
      helper: steps.flatMap((step: AnyAgent) => step.toolResults)[0]?.payload.result.text,
    });
    const unwatched = saidOf(await run(withHelper().plain));
    const { tracked, agentName } = withHelper();
    expect(saidOf(await run(tracked))).toEqual(unwatched);
    expect(unwatched).toEqual({ text: 'done', helper: words });
    const stored = await harness.session(agentName);
    expect(stored.events.find(({ name }) => name === 'agent-helper')).toMatchObject({
      output: { text: words },
    });
    expect(eventTree(stored)).toEqual([
      'llm llm:mock:mock-model',
      'tool agent-helper',
      '  agent helper',
      '    llm llm:mock:mock-model',
      'llm llm:mock:mock-model',
    ]);
  });

  it('completes with the answer', async () => {
    const { tracked, agentName } = agentsOf(core, [{ text: 'hello there' }]);
    await run(tracked);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'hello there' });
    expect(session.reason).toBeUndefined();
  });

  it('fails with the error of the model', async () => {
    const { tracked, agentName } = agentsOf(core, [{ throws: new RangeError('too long') }]);
    await run(tracked, once).catch(() => undefined);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({
      status: 'failed',
      reason: 'error',
      failure: { type: 'RangeError', message: 'too long' },
    });
  });

  it('fails with the error that interrupts the answer', async () => {
    const lines = [{ text: 'half of', errorPart: new Error('connection lost') }];
    const { tracked, agentName } = agentsOf(core, lines);
    await run(tracked, once).catch(() => undefined);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'failed', failure: { message: 'connection lost' } });
  });

  it('is cancelled as aborted when the caller aborts', async () => {
    const abort = new AbortController();
    const { tracked, agentName } = agentsOf(core, [{ text: 'hello there' }], {
      model: { latencyMs: 45, onCall: () => setTimeout(() => abort.abort(), 10) },
    });
    await run(tracked, { abortSignal: abort.signal });
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'cancelled', reason: 'aborted' });
    expect(session.failure).toBeUndefined();
  });

  it('is cancelled as blocked when a processor refuses', async () => {
    const guard = {
      id: 'guard',
      name: 'guard',
      processInput: async ({ abort }: { abort(reason: string): never }) => abort('not allowed here'),
    };
    const { tracked, agentName } = agentsOf(core, [{ text: 'hello' }], { inputProcessors: [guard] });
    await run(tracked);
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({
      status: 'cancelled',
      reason: 'blocked',
      failure: { type: 'TripWire', message: 'not allowed here' },
    });
  });
});

describe.each(Object.entries(cores))('a stream of Mastra %s', (_, core) => {
  it('completes with the whole answer when its consumer stops early', async () => {
    const { tracked, agentName } = agentsOf(core, [{ text: 'one two three' }]);
    for await (const _ of (await tracked.stream('Go')).fullStream) break;
    const { session } = await harness.session(agentName);
    expect(session).toMatchObject({ status: 'completed', output: 'one two three' });
  });
});
