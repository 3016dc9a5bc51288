import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { bindSession, currentSession, withSession } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { recordToSink } from '../support/recorded.ts';

recordToSink();

describe('ten thousand sessions at once', () => {
  it('each see their own session, nested ones too', async () => {
    const mismatches = async (number: number): Promise<number> => {
      const outer = currentSession().id;
      await sleep(number % 7);
      const inner = await withSession({ name: 'inner', ifNested: 'new' }, async () => {
        const id = currentSession().id;
        await sleep(number % 5);
        return currentSession().id === id && id !== outer;
      });
      return Number(!inner) + Number(currentSession().id !== outer) + Number(outer === '');
    };
    const runs = Array.from({ length: 5000 }, (_, number) =>
      withSession({ name: 'outer' }, () => mismatches(number)),
    );
    expect((await Promise.all(runs)).reduce((sum, count) => sum + count)).toBe(0);
  });
});

describe('a pool that calls tasks in the context of another caller', () => {
  it('mixes sessions up, unless its tasks are bound', async () => {
    const queue: (() => void)[] = [];
    const submit = (task: () => string) =>
      new Promise<string>((resolve) => void queue.push(() => resolve(task())));
    const task = () => currentSession().id;
    const own = async (wrap: (task: () => string) => () => string) =>
      withSession({ name: 'submitter' }, async () => [currentSession().id, await submit(wrap(task))]);
    const pending = [own(bindSession), own((plain) => plain)];
    const drainer = withSession({ name: 'drainer' }, () => {
      for (const run of queue) run();
      return currentSession().id;
    });
    const [[boundTo, bound] = [], [, unbound] = []] = await Promise.all(pending);
    expect(bound).toBe(boundTo);
    expect(unbound).toBe(drainer);
  });
});

describe("the program's own context", () => {
  it('is as it would be without us, inside and after', async () => {
    const theirs = new AsyncLocalStorage<string>();
    await theirs.run('theirs', async () => {
      await withSession({ name: 'x' }, async () => {
        expect(theirs.getStore()).toBe('theirs');
        await theirs.run('inner', async () => expect(currentSession().id).not.toBe(''));
      });
      expect(theirs.getStore()).toBe('theirs');
    });
    expect(currentSession().id).toBe('');
  });
});
