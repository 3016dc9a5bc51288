import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSource } from '../support/host-program.ts';
import { tempDir } from '../support/temp-dir.ts';

let connections = 0;
const server = createServer((_, response) => response.end('{}')).on('connection', () => connections++);
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));

afterAll(() => void server.close());

/** Source of a program that uses every entry point of the package in a directory of its own. */
const program = (url: string) => `
  import * as sentrial from '@sentrial/mastra';
  const { bindSession, configure, currentSession, exportContext, instrumentAgent, trace, traced, traceTool, withSession } = sentrial;
  process.chdir(process.env.WORK_DIR as string);
  configure({ apiUrl: '${url}', apiKey: 'k' });
  class Shop {
    @traced find(id: string) { currentSession().log('find', id); return id; }
  }
  const agent = { name: 'plain', generate: async (text: string) => { currentSession().setMetadata({ text }); return text; }, stream() {} };
  const tracked = instrumentAgent(agent);
  const load = trace(async function load(id: string) { return new Shop().find(id); });
  const tool = traceTool({ id: 'look-up', execute: async (id: string) => load(id) });
  const place = withSession({ name: 'outer' }, () => exportContext());
  const bound = bindSession(() => currentSession().id.length);
  console.log(await tracked.generate('hello'), await tool.execute('7'), await withSession(async () => load('8')), bound());
  console.log(JSON.stringify([typeof place, sentrial.stats().accepted, (await sentrial.flush()).accepted, (await sentrial.close()).accepted]));
`;

describe('a program with SENTRIAL_DISABLED', () => {
  it.each(['1', 'true', 'TRUE'])(
    'writes no file, sends no request and logs no line when it is %s',
    async (value) => {
      const home = tempDir();
      const work = tempDir();
      const env = { HOME: home, WORK_DIR: work, SENTRIAL_DISABLED: value, SENTRIAL_SPOOL_DIR: undefined };
      const result = await runSource(program(url()), env);
      expect(result).toMatchObject({
        code: 0,
        stdout: 'hello 7 8 0\n["undefined",0,0,0]\n',
        stderr: '',
      });
      expect([readdirSync(home), readdirSync(work), connections]).toEqual([[], [], 0]);
    },
  );

  it('is traced when the value is 0', async () => {
    const env = { HOME: tempDir(), WORK_DIR: tempDir(), SENTRIAL_DISABLED: '0' };
    const result = await runSource(program(url()), env);
    expect(result.stdout).toContain('hello 7 8');
    expect(connections).toBeGreaterThan(0);
  });
});
