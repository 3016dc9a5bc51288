import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';
import { runSource } from '../support/host-program.ts';
import { tempDir } from '../support/temp-dir.ts';

let collector: SpecCollector;

beforeAll(async () => {
  collector = await startSpecCollector();
});
afterAll(() => collector.close());

const imports = `
  import { readdirSync, statSync } from 'node:fs';
  import { configure, instrumentAgent, withSession } from '@sentrial/mastra';
  const agent = { name: 'plain', generate: async (text: string) => text, stream() {} };
`;

const killed = (name: string) => `${imports}
  configure({});
  withSession({ name: '${name}' }, () => 'done');
  // Items are on disk a moment before they are sent.
  const dir = process.env.SENTRIAL_SPOOL_DIR as string;
  setInterval(() => {
    const isSpooled = readdirSync(dir).some((file) => file.endsWith('.spool') && statSync(\`\${dir}/\${file}\`).size > 500);
    if (isSpooled) process.kill(process.pid, 'SIGKILL');
  }, 1);
`;

describe('a program that records nothing', () => {
  it.each([
    ['exits by itself after instrumentAgent()', 'instrumentAgent(agent);'],
    ['exits by itself after configure()', 'configure({});'],
    [
      'is killed while it is idle',
      `instrumentAgent(agent);
       setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1500);`,
    ],
  ])('sends what a killed program left in the spool: it %s', async (title, source) => {
    const env = {
      SENTRIAL_API_URL: collector.url,
      SENTRIAL_API_KEY: specKey,
      SENTRIAL_SPOOL_DIR: tempDir(),
    };
    const name = title.replaceAll(' ', '-');
    expect((await runSource(killed(name), env)).signal).toBe('SIGKILL');
    expect((await collector.ask.sessions({ agentName: name })).sessions).toEqual([]);
    await runSource(`${imports}${source}`, env);
    expect((await collector.ask.sessions({ agentName: name })).sessions).toHaveLength(1);
  });
});
