import { Mastra } from '@mastra/core';
import { Agent } from '@mastra/core/agent';
import { InMemoryStore } from '@mastra/core/storage';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { instrumentMastra, withSession } from '@sentrial/mastra';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type SpecCollector, specKey, startSpecCollector } from '../../support/collector.ts';
import { eventTree } from '../../support/event-tree.ts';
import { type AnyAgent, drain } from '../../support/mock-agents.ts';
import { scriptedModel } from '../../support/scripted-model.ts';
import { storedSession, storedSessions } from '../../support/stored-sessions.ts';

let collector: SpecCollector;
beforeAll(async () => {
  collector = await startSpecCollector();
});
afterAll(() => collector.close());

const schema = z.object({ n: z.number() });
const step = (id: string, change: (n: number) => number): AnyAgent =>
  createStep({
    id,
    inputSchema: schema,
    outputSchema: schema,
    execute: async ({ inputData }) => ({ n: change(inputData.n) }),
  });

const newAgent = (id: string): Agent =>
  new Agent({ id, name: id, instructions: 'Be brief.', model: scriptedModel([{ text: `hi from ${id}` }]) });

const flow = (id: string): AnyAgent => createWorkflow({ id, inputSchema: schema, outputSchema: z.any() });

const newMastra = (parts: object): AnyAgent =>
  instrumentMastra(new Mastra({ storage: new InMemoryStore(), logger: false, ...parts }) as AnyAgent, {
    apiKey: specKey,
    apiUrl: collector.url,
  });

const run = async (mastra: AnyAgent, key: string, mode: 'start' | 'stream', inputData: unknown) => {
  const workflowRun = await mastra.getWorkflow(key).createRun();
  if (mode === 'start') return { workflowRun, result: await workflowRun.start({ inputData }) };
  const stream = workflowRun.stream({ inputData });
  for await (const _ of stream.fullStream);
  return { workflowRun, result: await stream.result };
};

describe('the agents of an instrumented Mastra instance', () => {
  it('are recorded by every way to look them up', async () => {
    const mastra = newMastra({ agents: { one: newAgent('looked-up') } });
    expect(mastra.getAgent('one')).toBe(mastra.getAgentById('looked-up'));
    expect(mastra.listAgents().one).toBe(mastra.getAgent('one'));
    await mastra.getAgent('one').generate('Go');
    const { session } = await storedSession(collector, 'looked-up');
    expect(session).toMatchObject({ status: 'completed', output: 'hi from looked-up' });
  });

  it('are recorded if they are added later', async () => {
    const mastra = newMastra({});
    mastra.addAgent(newAgent('added-later'));
    await drain(await mastra.getAgent('added-later').stream('Go'));
    expect((await storedSession(collector, 'added-later')).session.status).toBe('completed');
  });

  it('are recorded once if the instance or an agent is instrumented twice', async () => {
    const mastra = newMastra({ agents: { one: newAgent('twice') } });
    expect(instrumentMastra(mastra)).toBe(mastra);
    await mastra.getAgent('one').generate('Go');
    await storedSession(collector, 'twice');
    expect(await storedSessions(collector, 'twice')).toHaveLength(1);
  });
});

describe.each(['start', 'stream'] as const)('a workflow run by %s()', (mode) => {
  it('is a session whose steps are events', async () => {
    const workflow = flow(`steps-${mode}`)
      .then(step('double', (n) => n * 2))
      .parallel([step('plus', (n) => n + 1), step('minus', (n) => n - 1)])
      .commit();
    const mastra = newMastra({ workflows: { workflow } });
    expect(mastra.getWorkflow('workflow')).toBe(workflow);
    const { result } = await run(mastra, 'workflow', mode, { n: 3 });
    expect(result).toMatchObject({ status: 'success', result: { plus: { n: 7 }, minus: { n: 5 } } });
    const stored = await storedSession(collector, `steps-${mode}`);
    expect(stored.session).toMatchObject({
      status: 'completed',
      input: { n: 3 },
      output: { plus: { n: 7 }, minus: { n: 5 } },
    });
    expect(eventTree(stored)).toEqual([
      'step double',
      expect.stringMatching(/^step parallel/),
      '  step plus',
      '  step minus',
    ]);
    expect(stored.events[0]).toMatchObject({ input: { n: 3 }, output: { n: 6 } });
  });

  it('records branches and loops over items', async () => {
    const workflow = flow(`shapes-${mode}`)
      .branch([
        [async ({ inputData }: AnyAgent) => inputData.n > 2, step('big', (n) => n)],
        [async ({ inputData }: AnyAgent) => inputData.n <= 2, step('small', (n) => n)],
      ])
      .map(async () => [{ n: 1 }, { n: 2 }])
      .foreach(step('each', (n) => n * 10))
      .commit();
    await run(newMastra({ workflows: { workflow } }), 'workflow', mode, { n: 3 });
    const stored = await storedSession(collector, `shapes-${mode}`);
    expect(stored.session.output).toEqual([{ n: 10 }, { n: 20 }]);
    const names = stored.events.map(({ name }) => name);
    expect(names.filter((name) => name === 'each')).toHaveLength(2);
    expect(names).toContain('big');
    expect(names).not.toContain('small');
  });

  it('fails with the error of its step', async () => {
    const failing = step('breaks', () => {
      throw new RangeError('no stock left');
    });
    const workflow = flow(`fails-${mode}`).then(failing).commit();
    const { result } = await run(newMastra({ workflows: { workflow } }), 'workflow', mode, { n: 3 });
    expect(result.status).toBe('failed');
    const stored = await storedSession(collector, `fails-${mode}`);
    expect(stored.session.status).toBe('failed');
    expect(stored.events).toMatchObject([
      { name: 'breaks', status: 'error', error: { message: 'no stock left' } },
    ]);
  });

  it('contains the runs of its agents, instrumented or not', async () => {
    const agent = newAgent(`inner-${mode}`);
    const asksPlain = createStep({
      id: 'asks',
      inputSchema: schema,
      outputSchema: z.any(),
      execute: async ({ mastra }) => ({
        prompt: (await (mastra as AnyAgent).getAgent('agent').generate('Go')).text,
      }),
    }) as AnyAgent;
    const workflow = flow(`agents-${mode}`)
      .then(asksPlain)
      .then(createStep(newAgent(`raw-${mode}`) as never) as AnyAgent)
      .commit();
    await run(newMastra({ agents: { agent }, workflows: { workflow } }), 'workflow', mode, { n: 3 });
    const stored = await storedSession(collector, `agents-${mode}`);
    expect(eventTree(stored)).toEqual([
      'step asks',
      `  agent inner-${mode}`,
      '    llm llm:mock:mock-model',
      `step raw-${mode}`,
      `  agent raw-${mode}`,
      '    llm llm:mock:mock-model',
    ]);
    expect(await storedSessions(collector, `inner-${mode}`)).toEqual([]);
  });

  it('is one session through its suspensions', async () => {
    const asks = createStep({
      id: 'asks-human',
      inputSchema: schema,
      outputSchema: schema,
      resumeSchema: schema,
      suspendSchema: z.object({ why: z.string() }),
      execute: async ({ inputData, resumeData, suspend }) =>
        resumeData ? { n: inputData.n + resumeData.n } : await suspend({ why: 'too large' }),
    }) as AnyAgent;
    const workflow = flow(`waits-${mode}`).then(asks).commit();
    const mastra = newMastra({ workflows: { workflow } });
    const { workflowRun, result } = await run(mastra, 'workflow', mode, { n: 3 });
    expect(result.status).toBe('suspended');
    const again = await mastra.getWorkflow('workflow').createRun({ runId: workflowRun.runId });
    if (mode === 'start') await again.resume({ step: 'asks-human', resumeData: { n: 4 } });
    else for await (const _ of again.resumeStream({ step: 'asks-human', resumeData: { n: 4 } }).fullStream);
    const stored = await storedSession(collector, `waits-${mode}`);
    expect(stored.session).toMatchObject({ status: 'completed', output: { n: 7 } });
    expect(stored.events).toMatchObject([
      { name: 'asks-human', finishReason: 'suspended' },
      { name: 'asks-human', output: { n: 7 } },
    ]);
  });

  it('is an event of the session around it, next to agents', async () => {
    const workflow = flow(`around-${mode}`)
      .then(step('only', (n) => n))
      .commit();
    const mastra = newMastra({ agents: { agent: newAgent(`beside-${mode}`) }, workflows: { workflow } });
    const name = `both-${mode}`;
    await withSession(
      { name, agentName: name, apiKey: specKey, apiUrl: collector.url } as never,
      async () => {
        await run(mastra, 'workflow', mode, { n: 3 });
        await mastra.getAgent('agent').generate('Go');
      },
    );
    const stored = await storedSession(collector, name);
    expect(eventTree(stored)).toEqual([
      `workflow around-${mode}`,
      '  step only',
      `agent beside-${mode}`,
      '  llm llm:mock:mock-model',
    ]);
  });
});

describe('instrumentMastra()', () => {
  it.each([undefined, null, 42, {}, newAgent('not-mastra')])('refuses %s with an explanation', (value) => {
    expect(() => instrumentMastra(value as never)).toThrow('`mastra` is not a Mastra instance');
  });

  it('returns the instance itself, which stays a Mastra', () => {
    const mastra = new Mastra({ logger: false });
    expect(instrumentMastra(mastra, { apiKey: specKey, apiUrl: collector.url })).toBe(mastra);
    expect(Object.keys(mastra)).toEqual(Object.keys(new Mastra({ logger: false })));
  });
});

describe('a workflow of the evented engine', () => {
  it('is a session with its input and output', async () => {
    const evented = await import('@mastra/core/workflows/evented');
    const double: AnyAgent = evented.createStep({
      id: 'double',
      inputSchema: schema,
      outputSchema: schema,
      execute: async ({ inputData }) => ({ n: inputData.n * 2 }),
    });
    const created: AnyAgent = evented.createWorkflow({
      id: 'evented',
      inputSchema: schema,
      outputSchema: schema,
    });
    const mastra = newMastra({ workflows: { workflow: created.then(double).commit() } });
    await mastra.startWorkers?.();
    const { result } = await run(mastra, 'workflow', 'start', { n: 3 });
    expect(result).toMatchObject({ status: 'success', result: { n: 6 } });
    const stored = await storedSession(collector, 'evented');
    expect(stored.session).toMatchObject({ status: 'completed', input: { n: 3 }, output: { n: 6 } });
    await mastra.stopWorkers?.();
  });
});
