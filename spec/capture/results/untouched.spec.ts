import { PassThrough } from 'node:stream';
import { bindSession, trace, traced, traceTool, withSession } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { recordToSink } from '../../support/recorded.ts';

const recorded = recordToSink();

describe('a recorded function', () => {
  it.each([
    ['trace()', trace],
    ['bindSession()', bindSession],
  ])('shows its own text, as %s gives it', (_, wrap) => {
    const add = (a: number, b: number) => a + b;
    expect(wrap(add).toString()).toBe(add.toString());
    expect(`${wrap(add)}`).toBe(`${add}`);
  });

  it('can be made with new, and has subclasses', () => {
    class Place {
      readonly made: string;
      constructor() {
        this.made = new.target.name;
      }
    }
    const Point = trace(Place as never) as unknown as typeof Place;
    class Subclass extends Point {}
    expect(new Subclass()).toEqual({ made: 'Subclass' });
    expect(new Point()).toBeInstanceOf(Point);
  });

  it('may have a name that cannot be read', () => {
    const fn = Object.defineProperty(() => 1, 'name', {
      get() {
        throw new Error('no name');
      },
    });
    expect(trace(fn)()).toBe(1);
  });

  it('keeps its arguments unchanged when attribute values are modified', () => {
    const attributes = (_: unknown, args: readonly unknown[]) => {
      (args as unknown[])[0] = 'changed';
      return {};
    };
    expect(trace((text: string) => text, { attributes })('as given')).toBe('as given');
  });
});

describe('a result that is returned again and again', () => {
  it('is followed by at most a few calls, of any kind', async () => {
    const emitter = new PassThrough();
    const iterator = (function* endless() {
      for (;;) yield 1;
    })();
    const results = [emitter, iterator, new Response('text'), { [Symbol.asyncIterator]: () => iterator }];
    withSession({ name: 'again' }, () => {
      for (const result of results) {
        const traced = trace(() => result);
        for (let call = 0; call < 20_000; call++) traced();
      }
    });
    expect(emitter.emit('data', Buffer.from('x'))).toBe(false);
    expect(iterator.next()).toEqual({ value: 1, done: false });
    expect(await (results[2] as Response).text()).toBe('text');
  });
});

describe('a result that is read piece by piece', () => {
  it('is recorded as it was when it was given', async () => {
    const reusing = trace(function* numbers() {
      const one = { n: 0 };
      while (one.n++ < 3) yield one;
    });
    withSession({ name: 'bits' }, () => {
      for (const one of reusing()) one.n += 0;
    });
    expect((await recorded()).events).toMatchObject([{ output: [{ n: 1 }, { n: 2 }, { n: 3 }] }]);
  });

  it('of a response contains the parts that the program reads', async () => {
    const respond = trace(() => Response.json({ a: 1 }));
    await withSession({ name: 'response' }, async () => expect(await respond().json()).toEqual({ a: 1 }));
    expect((await recorded()).events).toMatchObject([{ output: [{ a: 1 }] }]);
  });
});

describe('a thenable', () => {
  it.each([
    ['none', []],
    ['one', [() => undefined]],
    ['more than two', [() => undefined, () => undefined, 'a third']],
  ])('gets the arguments of then() as they were given: %s', (_, given: unknown[]) => {
    let got: readonly unknown[] = [];
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
      then(...args: unknown[]) {
        got = args;
      },
    };
    const result = withSession({ name: 'thenable' }, () => thenable);
    Reflect.apply(result.then, result, given);
    expect(got).toHaveLength(given.length);
    expect(got.slice(2)).toEqual(given.slice(2));
  });

  it('of a promise class with side effects in then() has the same number of side effects', async () => {
    let acts = 0;
    class Lazy extends Promise<string> {
      // biome-ignore lint/suspicious/noThenProperty: thenables are what it is about
      override then(...args: Parameters<Promise<string>['then']>): never {
        acts++;
        return Promise.resolve('lazy').then(...args) as never;
      }
    }
    const lazy = new Lazy((resolve) => resolve('eager'));
    const given = trace(function lazily() {
      return lazy;
    })();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([given === lazy, acts]).toEqual([true, 0]);
    expect([await given, acts]).toEqual(['lazy', 1]);
    expect((await recorded()).events).toMatchObject([{ name: 'lazily', output: 'lazy' }]);
  });
});

describe('a class whose methods are recorded', () => {
  it('that extends a built-in class leaves the built-in unchanged', async () => {
    class Numbers extends Array<number> {
      sum(): number {
        return this.reduce((sum, each) => sum + each, 0);
      }
    }
    traced(Numbers);
    const numbers = Numbers.of(1, 2) as Numbers;
    withSession({ name: 'numbers' }, () => expect(numbers.sum()).toBe(3));
    expect(numbers.map).toBe(Array.prototype.map);
    expect((await recorded()).events.map(({ name }) => name)).toEqual(['Numbers.sum']);
  });

  it('keeps the classes it holds', () => {
    class Inner {}
    class Outer {
      static Inner = Inner;
      make(): Inner {
        return new Outer.Inner();
      }
    }
    traced(Outer);
    expect(new Outer().make()).toBeInstanceOf(Inner);
    expect(Outer.Inner).toBe(Inner);
  });

  it('may be a frozen object', () => {
    class Base {
      inherited(): string {
        return 'inherited';
      }
    }
    class Fixed extends Base {
      own(): string {
        return 'own';
      }
    }
    Object.freeze(Fixed.prototype);
    traced(Fixed);
    expect([new Fixed().own(), new Fixed().inherited()]).toEqual(['own', 'inherited']);
  });
});

describe('traceTool()', () => {
  class Counter {
    readonly id = 'counter';
    #count = 0;
    execute(): number {
      return ++this.#count;
    }
    reset(): void {
      this.#count = 0;
    }
  }

  it('takes a tool with private state', () => {
    const tool = traceTool(new Counter());
    expect([tool.execute(), tool.execute(), tool.reset(), tool.execute()]).toEqual([1, 2, undefined, 1]);
    expect(tool).toBeInstanceOf(Counter);
  });

  it('takes a frozen tool', async () => {
    const tool = traceTool(Object.freeze({ id: 'frozen', execute: () => 'done' }));
    expect(withSession({ name: 'frozen' }, () => tool.execute())).toBe('done');
    expect((await recorded()).events).toMatchObject([{ kind: 'tool', name: 'frozen' }]);
  });

  it('records a tool once that it has made already', async () => {
    const tool = traceTool(traceTool({ id: 'twice', execute: () => 'done' }));
    withSession({ name: 'twice' }, () => tool.execute());
    expect((await recorded()).events).toHaveLength(1);
  });

  it('records a replaced execute', async () => {
    const tool = traceTool({ id: 'replaced', execute: (): string => 'old' });
    tool.execute = () => 'new';
    expect(withSession({ name: 'replaced' }, () => tool.execute())).toBe('new');
    expect((await recorded()).events).toMatchObject([{ name: 'replaced', output: 'new' }]);
  });
});
