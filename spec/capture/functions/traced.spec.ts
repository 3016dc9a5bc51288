import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { instrumentAgent, trace, traced, traceTool, withSession } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordToSink } from '../../support/recorded.ts';
import { scriptedModel } from '../../support/scripted-model.ts';
import * as legacy from '../../support/traced-classes.legacy.ts';
import * as standard from '../../support/traced-classes.ts';

const recorded = recordToSink();
const dialects = { standard, legacy };

describe.each(Object.entries(dialects))('@traced, %s dialect', (_, { Orders, Shop }) => {
  it('records methods: bare, called, static, with options', async () => {
    const orders = new Orders();
    await withSession({ name: 'methods' }, async () => {
      expect(orders.find('o-1', true)).toEqual({ id: 'o-1', deep: true });
      expect(await Orders.load('x')).toBe('loaded x');
      expect(orders.total(2)).toBe(42);
      expect(orders.size).toBe(2);
      expect([...orders.pages()]).toEqual([1, 2]);
    });
    const { events } = await recorded();
    const named = (name: string) => events.find((event) => event.name === name);
    expect(named('find')).toMatchObject({ kind: 'function', input: ['o-1', true], output: { id: 'o-1' } });
    expect(named('load')).toMatchObject({ input: 'x', output: 'loaded x' });
    expect(named('order-total')).toMatchObject({
      kind: 'decision',
      output: 42,
      metadata: { rate: 2, total: 40 },
    });
    expect(named('order-total')?.input).toBeUndefined();
    expect(named('secret-add')).toMatchObject({ input: 2, parentEventId: named('order-total')?.id });
    expect(named('secret-add')?.output).toBeUndefined();
    expect(named('get size')).toMatchObject({ output: 2 });
    expect(named('pages')).toMatchObject({ output: [1, 2] });
  });

  it('records a whole class: own, inherited and static methods, except those marked as untraced', async () => {
    const shop = new Shop();
    withSession({ name: 'class' }, () => {
      expect([shop.count('pen'), shop.inherited(), Shop.open(), shop.secret()]).toEqual([
        3,
        'inherited',
        'open',
        'secret',
      ]);
    });
    const { events } = await recorded();
    expect(events.map(({ name }) => name).sort()).toEqual(['Shop.count', 'Shop.inherited', 'Shop.open']);
    expect(Shop.name).toBe('Shop');
    expect(shop).toBeInstanceOf(Shop);
  });

  it('opens a session for a call outside of a session', async () => {
    new Orders().find('o-2');
    const { sessions, events } = await recorded();
    expect(sessions).toMatchObject([{ name: 'find', status: 'completed' }]);
    expect(events).toMatchObject([{ name: 'find', sessionId: sessions[0]?.id }]);
  });

  it('reads a getter of the result once, also in its own session', async () => {
    let reads = 0;
    const give = trace(() => ({
      get total() {
        return ++reads;
      },
    }));
    give();
    const { sessions, events } = await recorded();
    expect(reads).toBe(1);
    expect([sessions[0]?.output, events[0]?.output]).toEqual([{ total: 1 }, { total: 1 }]);
  });

  it('omits values that are not captured from its own session, too', async () => {
    await trace(async () => 'private', { name: 'find', capture: { output: false } })();
    const { sessions } = await recorded();
    expect(sessions[0]).toMatchObject({ name: 'find', status: 'completed' });
    expect(sessions[0]?.output).toBeUndefined();
  });
});

describe('@traced on a wrong target', () => {
  it('throws at decoration with the code to write instead', () => {
    const field = { kind: 'field', name: 'save' } as never;
    expect(() => traced(undefined as never, field)).toThrow(TypeError);
    expect(() => traced(undefined as never, field)).toThrow('field save');
    expect(() => traced()({}, 'save', 0 as never)).toThrow('a parameter of save');
    expect(() => traced()({}, 'save', undefined as never)).toThrow('write `name = trace(() => …)`');
  });
});

describe('a traced tool', () => {
  const lookup = () =>
    createTool({
      id: 'look-up',
      description: 'Looks up',
      inputSchema: z.object({ q: z.string() }),
      execute: async ({ q }) => ({ found: q }),
    });

  it('is one tool event when it is called by user code', async () => {
    const tool = traceTool(lookup());
    await withSession({ name: 'tool' }, () => tool.execute?.({ q: 'a' } as never, {} as never));
    const { events } = await recorded();
    expect(events).toMatchObject([
      { kind: 'tool', name: 'look-up', input: { q: 'a' }, output: { found: 'a' } },
    ]);
  });

  it('is one tool event below an instrumented agent, not two', async () => {
    class Lookup {
      @traced
      async execute({ q }: { q: string }) {
        return { found: q };
      }
    }
    const own = new Lookup();
    const byClass = createTool({
      id: 'by-class',
      description: 'Looks up',
      inputSchema: z.object({ q: z.string() }),
      execute: (input) => own.execute(input),
    });
    const agent = new Agent({
      id: 'tools',
      name: 'tools',
      instructions: 'x',
      tools: { lookup: traceTool(lookup()), byClass },
      model: scriptedModel([
        {
          tools: [
            { name: 'lookup', args: { q: 'a' } },
            { name: 'byClass', args: { q: 'b' } },
          ],
        },
        { text: 'done' },
      ]),
    });
    await instrumentAgent(agent).generate('Go');
    const { events } = await recorded();
    expect(events.filter(({ kind }) => kind !== 'llm').map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'tool look-up',
      'tool by-class',
    ]);
  });

  it('must have an execute()', () => {
    expect(() => traceTool({})).toThrow('what createTool({ … }) returns');
  });
});
