import { join } from 'node:path';
import { currentSession, trace, withSession } from '@sentrial/mastra';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runProgram } from '../support/host-program.ts';
import { recordToSink } from '../support/recorded.ts';
import { startSink } from '../support/sink.ts';

const recorded = recordToSink();

describe('a hostile value', () => {
  it('handed over in any way throws nothing, takes 50 ms and 16 MB at most, and is recorded in bounds', async () => {
    const sink = await startSink();
    const program = join(import.meta.dirname, '../support/programs/hostile.ts');
    const result = await runProgram(program, { NODE_OPTIONS: '--expose-gc' }, [sink.url]);
    const lines = result.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { stats } = lines.pop();
    const lengths = sink.stored().map((item) => JSON.stringify(item).length);
    await sink.close();
    expect(lines).toEqual([]);
    expect(stats.accepted).toBeGreaterThan(7000);
    expect(stats).toMatchObject({ stored: stats.accepted, queued: 0, spooled: 0 });
    expect(Math.max(...lengths)).toBeLessThan(2_000_000);
  }, 180_000);

  it('has each getter read once per record', async () => {
    let reads = 0;
    const value = {
      get counted() {
        return ++reads;
      },
    };
    withSession({ name: 'once' }, () => trace((_: unknown) => 'done')(value));
    expect(reads).toBe(1);
    expect((await recorded()).events).toMatchObject([{ input: { counted: 1 }, output: 'done' }]);
  });

  it('thrown as undefined is a failure', async () => {
    const failing = trace(function failing() {
      throw undefined;
    });
    expect(() => withSession({ name: 'nothing' }, failing)).toThrow();
    const { events, sessions } = await recorded();
    expect(events).toMatchObject([{ name: 'failing', status: 'error' }]);
    expect(sessions).toMatchObject([{ status: 'failed', reason: 'error' }]);
  });

  it('as a tag or metadata leaves the session open to its end', async () => {
    const broken = new Proxy([], {
      get() {
        throw new Error('trap');
      },
    });
    withSession({ name: 'broken', tags: broken, metadata: broken as never }, () =>
      currentSession().setMetadata({ kept: true }),
    );
    expect((await recorded()).sessions).toMatchObject([{ status: 'completed', metadata: { kept: true } }]);
  });

  it('is recorded as its text when it is used as a name', async () => {
    class Id {
      toString() {
        return 'id-7';
      }
    }
    withSession({ name: 'names' }, () => {
      currentSession().setUser(new Id() as never);
      currentSession().addTags(7 as never, Symbol('s') as never);
      currentSession().log({} as never);
    });
    const { sessions, events } = await recorded();
    expect(sessions).toMatchObject([{ userId: 'id-7', tags: ['7', 's'] }]);
    expect(events).toMatchObject([{ kind: 'log', name: '[unreadable]' }]);
  });
});

describe('a promise that is handled elsewhere', () => {
  it('is not reported as unhandled because it is recorded', async () => {
    const unhandled: unknown[] = [];
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', (reason) => {
      unhandled.push(reason);
    });
    onTestFinished(() => {
      process.removeAllListeners('unhandledRejection');
      for (const other of others) process.on('unhandledRejection', other);
    });
    withSession({ name: 'handled' }, () => {
      void trace(function handled() {
        const promise = Promise.reject(new Error('handled'));
        promise.catch(() => undefined);
        return promise;
      })();
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(unhandled).toEqual([]);
    expect((await recorded()).events).toMatchObject([
      { name: 'handled', status: 'error', error: { message: expect.stringContaining('handled') } },
    ]);
  });
});
