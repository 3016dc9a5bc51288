import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';
import { runProgram } from '../support/host-program.ts';
import { runHost } from '../support/hosts.ts';
import { storedSessions } from '../support/stored-sessions.ts';
import { tempDir } from '../support/temp-dir.ts';

let collector: SpecCollector;

beforeAll(async () => {
  collector = await startSpecCollector();
});
afterAll(() => collector.close());

const program = join(import.meta.dirname, '../support/programs/killed-agent.ts');

describe('an agent that is killed with kill -9', () => {
  it.each([
    ['in the first tool', ['llm']],
    ['in the second tool', ['llm', 'tool', 'llm']],
    ['in the workflow', ['llm', 'tool', 'llm', 'tool', 'llm']],
    ['after the run', ['llm', 'tool', 'llm', 'tool', 'llm', 'tool', 'workflow', 'step', 'llm']],
  ])('has left all that had ended before: %s', async (when, kinds) => {
    const spoolDir = tempDir();
    const env = {
      ...process.env,
      SENTRIAL_API_URL: collector.url,
      SENTRIAL_API_KEY: specKey,
      SENTRIAL_SPOOL_DIR: spoolDir,
    };
    const before = (await collector.ask.sessions({ agentName: 'doomed' })).sessions.map(({ id }) => id);
    await runProgram(program, env, [when]);
    await runHost({ ending: 'replay', events: 0, url: collector.url, spoolDir });
    const all = await storedSessions(collector, 'doomed');
    const killed = all.find(
      ({ session }) => !before.includes(session.id) && JSON.stringify(session.input).includes('"work"'),
    );
    expect(killed?.events.map(({ kind }) => kind)).toEqual(kinds);
    expect(killed?.session.status).toBe(when === 'after the run' ? 'completed' : 'running');
  });
});
