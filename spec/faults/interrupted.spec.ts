import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';
import { eventTree } from '../support/event-tree.ts';
import { type ProgramResult, runSource } from '../support/host-program.ts';
import { runHost } from '../support/hosts.ts';
import { type StoredSession, storedSessions } from '../support/stored-sessions.ts';
import { tempDir } from '../support/temp-dir.ts';

let collector: SpecCollector;

beforeAll(async () => {
  collector = await startSpecCollector();
});
afterAll(() => collector.close());

/** A program in the middle of a session named `name`, in which `rest` happens while a step is going on. */
async function interrupted(
  name: string,
  rest: string,
  startsAgain: boolean,
  first = '',
): Promise<{ readonly end: ProgramResult; readonly sessions: readonly StoredSession[] }> {
  const source = `
    import { close, currentSession, exportContext, flush, trace, withSession } from '@sentrial/mastra';
    ${first}
    const lookup = trace(async function lookup(id: number) {
      currentSession().log('looking', { id });
      ${rest}
    });
    await flush();
    withSession({ name: '${name}', input: 'hello' }, () => lookup(7)).catch((error) => { throw error; });
  `;
  const spoolDir = tempDir();
  const env = {
    SENTRIAL_API_URL: collector.url,
    SENTRIAL_API_KEY: specKey,
    SENTRIAL_SPOOL_DIR: spoolDir,
  };
  const end = await runSource(source, env);
  if (startsAgain) await runHost({ ending: 'replay', events: 0, url: collector.url, spoolDir });
  return { end, sessions: await storedSessions(collector, name) };
}

const wasInterrupted = [
  { session: { status: 'failed', reason: 'interrupted', endedAt: expect.any(String), input: 'hello' } },
];
const tree = ['function lookup cancelled', '  log looking'];

describe('a session that is open when its program', () => {
  it.each([
    ['calls process.exit()', 'exits', 'process.exit(3);', 3],
    ['throws', 'throws', 'setImmediate(() => { throw new Error("down"); }); await new Promise(() => {});', 1],
  ])('%s is interrupted, with what was going on in it', async (_, name, rest, code) => {
    const { end, sessions } = await interrupted(name, rest, true);
    expect(end.code).toBe(code);
    expect(sessions).toMatchObject(wasInterrupted);
    expect(sessions.map(eventTree)).toEqual([tree]);
  });

  it.each([
    ['throws what nobody catches', 'crashes', ''],
    [
      'exits in a listener of its own after what it threw',
      'says a last word',
      'process.on("uncaughtException", () => setTimeout(() => process.exit(1), 50));',
    ],
  ])('%s reports the open session', async (_, name, listen) => {
    const thrown = 'setImmediate(() => { throw new TypeError("down"); }); await new Promise(() => {});';
    const { end, sessions } = await interrupted(name, listen + thrown, true);
    expect(end.code).toBe(1);
    expect(sessions).toMatchObject([{ session: { failure: { type: 'TypeError', message: 'down' } } }]);
  });

  it('survives an error does not report it when it ends later', async () => {
    const survive =
      'process.on("uncaughtException", () => setTimeout(() => {}, 50)); setImmediate(() => { throw new Error("no matter"); }); await new Promise(() => {});';
    const { end, sessions } = await interrupted('survives', survive, false);
    expect(end.code).toBe(0);
    expect(sessions).toMatchObject(wasInterrupted);
    expect(sessions[0]?.session.failure).toBeUndefined();
  });

  it('has nothing left to do is interrupted, and delivered by then', async () => {
    const { end, sessions } = await interrupted('idles', 'await new Promise(() => {});', false);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    expect(sessions).toMatchObject(wasInterrupted);
    expect(sessions.map(eventTree)).toEqual([tree]);
  });

  it('has an exit listener that throws is interrupted', async () => {
    const first = "process.on('exit', () => { throw new Error('on purpose'); });";
    const exit = 'setTimeout(() => process.exit(3)); await new Promise(() => {});';
    const { sessions } = await interrupted('exits badly', exit, true, first);
    expect(sessions).toMatchObject(wasInterrupted);
    expect(sessions.map(eventTree)).toEqual([tree]);
  });

  it('records in an exit listener keeps those items', async () => {
    const rest =
      "const session = currentSession(); process.on('exit', (code) => session.setMetadata({ code })); process.exit(3);";
    const { end, sessions } = await interrupted('tells', rest, true);
    expect(end).toMatchObject({ code: 3, stderr: '' });
    expect(sessions).toMatchObject([{ session: { reason: 'interrupted', metadata: { code: 3 } } }]);
  });

  it('with a part that began elsewhere keeps its end and the running steps of that part', async () => {
    const first = `
      const place = withSession({ name: 'shared' }, () => exportContext());
      const job = trace(async function job() { process.exit(0); });
      withSession({ name: 'part', from: place }, () => job());
    `;
    await interrupted('never begun', '', true, first);
    const sessions = await storedSessions(collector, 'shared');
    expect(sessions).toMatchObject([{ session: { status: 'completed' } }]);
    expect(sessions.map(eventTree)).toEqual([['function part cancelled', '  function job cancelled']]);
  });

  it('closes the recording is interrupted, and delivered by then', async () => {
    const { end, sessions } = await interrupted('closes', 'await close(); process.kill(process.pid);', false);
    expect(end.signal).toBe('SIGTERM');
    expect(sessions).toMatchObject(wasInterrupted);
    expect(sessions.map(eventTree)).toEqual([tree]);
  });

  it('that continues after all ends with its own outcome', async () => {
    const wake = `await new Promise((resolve) => process.once('beforeExit', () => setTimeout(resolve, 50)));`;
    const { sessions } = await interrupted('goes on', `${wake} return 'done';`, false);
    expect(sessions).toMatchObject([{ session: { status: 'completed', output: 'done' } }]);
    expect(sessions[0]?.session.reason).toBeUndefined();
  });
});

describe('a session that is open when its program is killed', () => {
  it.each(['SIGKILL', 'SIGINT', 'SIGTERM'])(
    'by %s is interrupted as soon as another one starts',
    async (signal) => {
      const name = `killed by ${signal}`;
      const rest = `await flush(); process.kill(process.pid, '${signal}'); await new Promise(() => {});`;
      const { end, sessions } = await interrupted(name, rest, true);
      expect(end.signal).toBe(signal);
      expect(sessions).toMatchObject([
        { session: { status: 'failed', reason: 'interrupted', input: 'hello' } },
      ]);
      expect(sessions[0]?.session.durationMs).toBeUndefined();
    },
  );

  it('after others of it have ended leaves them as they ended', async () => {
    const first = `
      await withSession({ name: 'quick' }, async () => 'done');
      await withSession({ name: 'slow' }, async () => { await flush(); return 'done'; });
    `;
    const rest = `await flush(); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});`;
    await interrupted('killed last', rest, true, first);
    for (const name of ['quick', 'slow']) {
      const sessions = await storedSessions(collector, name);
      expect(sessions).toMatchObject([{ session: { status: 'completed', output: 'done' } }]);
      expect(sessions[0]?.session.reason).toBeUndefined();
    }
  });
});
