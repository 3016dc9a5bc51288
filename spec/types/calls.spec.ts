import { bindSession, trace, traced, traceTool, withSession } from '@sentrial/mastra';
import { describe, expectTypeOf, it } from 'vitest';

class Orders {
  @traced
  find(id: string, deep = false): { readonly id: string; readonly deep: boolean } {
    return { id, deep };
  }

  @traced({ kind: 'tool' })
  async load<T>(value: T): Promise<T> {
    return value;
  }

  @traced()
  *pages(): Generator<number, string, boolean> {
    return (yield 1) ? 'more' : 'end';
  }

  @traced
  get size(): number {
    return 2;
  }
}

describe('types', () => {
  it('of traced methods stay as they are', () => {
    expectTypeOf<Orders['find']>().toEqualTypeOf<
      (id: string, deep?: boolean) => { readonly id: string; readonly deep: boolean }
    >();
    expectTypeOf<Orders['load']>().toEqualTypeOf<<T>(value: T) => Promise<T>>();
    expectTypeOf<Orders['pages']>().returns.toEqualTypeOf<Generator<number, string, boolean>>();
    expectTypeOf<Orders['size']>().toEqualTypeOf<number>();
  });

  it('of wrapped functions stay as they are, overloads, generics and properties too', () => {
    const identity = <T>(value: T): T => value;
    expectTypeOf(trace(identity)(new Date(0))).toEqualTypeOf<Date>();
    expectTypeOf(bindSession(identity)(new Date(0))).toEqualTypeOf<Date>();
    const counted = Object.assign((text: string) => text.length, { unit: 'chars' as const });
    expectTypeOf(trace(counted).unit).toEqualTypeOf<'chars'>();
  });

  it('of what attributes are made of follow the function', () => {
    trace((id: string, count: number) => id.repeat(count), {
      attributes: (_, [id, count]) => {
        expectTypeOf(id).toEqualTypeOf<string>();
        expectTypeOf(count).toEqualTypeOf<number>();
        return { id, count };
      },
    });
  });

  it('of tools and of what is called in a session stay as they are', () => {
    const tool = { id: 'tool', execute: async (input: { readonly q: string }) => input.q.length };
    expectTypeOf(traceTool(tool)).toEqualTypeOf<typeof tool>();
    expectTypeOf(withSession(() => 7)).toEqualTypeOf<number>();
    expectTypeOf(withSession({ name: 'x' }, async () => 'text')).toEqualTypeOf<Promise<string>>();
  });

  it('refuse what cannot be traced', () => {
    // @ts-expect-error a number is not a function
    trace.bind(undefined, 3);
    // @ts-expect-error an unknown kind
    trace(() => 1, { kind: 'unknown' });
  });
});
