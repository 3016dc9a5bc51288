import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSource } from '../support/host-program.ts';
import { freePort, type Sink, type SinkAnswer, startSink } from '../support/sink.ts';
import { tempDir } from '../support/temp-dir.ts';

let sink: Sink;
let answer: SinkAnswer = { status: 200 };

beforeAll(async () => {
  sink = await startSink(() => answer);
});

afterAll(() => sink.close());

/** Source of a program that runs a fake agent once and ends. */
const program = (options: string, rest = '') => `
  import { close, flush, instrumentAgent, isTracerError, stats } from '@sentrial/mastra';
  const agent = { name: 'plain', generate: async (text: string) => ({ text: text.toUpperCase() }), stream() {} };
  const tracked = instrumentAgent(agent, ${options});
  console.log((await tracked.generate('hello')).text);
  ${rest}
`;

const textsOf = (url: string) => `{ apiUrl: '${url}', apiKey: 'k' }`;

describe('a program that ends without flush()', () => {
  it('delivers everything it recorded', async () => {
    answer = { status: 200 };
    const before = sink.stored().length;
    const result = await runSource(program(textsOf(sink.url)));
    expect(result).toMatchObject({ code: 0, stdout: 'HELLO\n', stderr: '' });
    expect(sink.stored().slice(before)).toMatchObject([
      { type: 'session', set: { name: 'plain', input: 'hello', status: 'running' } },
      { type: 'session', set: { output: 'HELLO', status: 'completed' } },
    ]);
  });
});

describe('a program without a collector', () => {
  it('runs unchanged, logs the fix once, and ends within two seconds', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const empty = await runSource('console.log("HELLO")');
    const again = 'await tracked.generate("again");';
    const result = await runSource(program(textsOf(url), again), { SENTRIAL_SPOOL_DIR: 'off' });
    expect(result).toMatchObject({ code: 0, stdout: 'HELLO\n' });
    expect(result.stderr.match(/No collector answers/g)).toHaveLength(1);
    expect(result.stderr).toContain('npx sentrial serve');
    expect(result.stderr).toContain('before 4 recorded items could be delivered');
    expect(result.ms - empty.ms).toBeLessThan(4000);
  });

  it('gets the problem from flush() when failSilently is false', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const result = await runSource(
      program(
        `{ apiUrl: '${url}', apiKey: 'k', failSilently: false }`,
        `await flush(1500).catch((error) => console.log(isTracerError(error), error.code, error.message));`,
      ),
    );
    expect(result.stdout).toContain('true unreachable No collector answers');
    expect(result.code).toBe(0);
  });
});

describe('a program whose collector never finishes its answer', () => {
  it('ends within two seconds', async () => {
    const dripping = createServer((request, response) => {
      request.resume();
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 100);
      response.on('close', () => clearInterval(drip));
    });
    await new Promise<void>((resolve) => dripping.listen(0, '127.0.0.1', resolve));
    const { port } = dripping.address() as AddressInfo;
    const empty = await runSource('console.log("HELLO")');
    const result = await runSource(program(textsOf(`http://127.0.0.1:${port}`)));
    dripping.closeAllConnections();
    await new Promise((resolve) => dripping.close(resolve));
    expect(result).toMatchObject({ code: 0, stdout: 'HELLO\n' });
    expect(result.ms - empty.ms).toBeLessThan(4000);
  });
});

describe('a program with a wrong key', () => {
  it('runs unchanged, logs once, and keeps everything while it runs', async () => {
    answer = { status: 401, body: '{"error":"Unauthorized","message":"Invalid or missing API key"}' };
    const rest = 'await flush(2000); console.log(JSON.stringify(stats()));';
    const result = await runSource(program(textsOf(sink.url), rest));
    expect(result.stdout).toContain('HELLO');
    expect(result.stdout).toContain('"accepted":2,"stored":0,"queued":2');
    expect(result.stderr.match(/answered 401/g)).toHaveLength(1);
    expect(result.stderr).toContain('Check SENTRIAL_API_KEY');
    expect(result.stderr).not.toContain("'k'");
  });
});

describe('a program without a key', () => {
  it('runs unchanged and logs once', async () => {
    const result = await runSource(program(`{ apiUrl: 'https://collector.example' }`));
    expect(result).toMatchObject({ code: 0, stdout: 'HELLO\n' });
    expect(result.stderr.match(/`apiKey` is missing/g)).toHaveLength(1);
  });

  it('gets the problem from instrumentAgent() when failSilently is false', async () => {
    const result = await runSource(program(`{ apiUrl: 'https://collector.example', failSilently: false }`));
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('TracerError: `apiKey` is missing for https://collector.example');
  });
});

describe('close()', () => {
  it('delivers everything, then counts later items as dropped', async () => {
    answer = { status: 200 };
    const rest = `console.log(JSON.stringify(await close())); await tracked.generate('late'); await new Promise((resolve) => setTimeout(resolve, 20)); console.log(JSON.stringify(stats()));`;
    const result = await runSource(program(textsOf(sink.url), rest));
    expect(result.stdout).toContain('{"accepted":2,"stored":2,"queued":0');
    expect(result.stdout).toMatch(/"accepted":4,"stored":2,"queued":0,.*"closed":2/);
  });

  it.each(['process.exit(0);', 'throw new Error("on purpose");'])(
    'loses nothing when the program does not await it before %s',
    async (end) => {
      const spool = { SENTRIAL_SPOOL_DIR: tempDir() };
      const rest = 'for (const run of "1234") tracked.generate(run); void close();';
      answer = { status: 503 };
      const before = sink.stored().length;
      await runSource(program(textsOf(sink.url), rest + end), spool);
      answer = { status: 200 };
      await runSource(program(textsOf(sink.url)), spool);
      const sessions = sink.stored().slice(before) as { readonly set?: { readonly status?: string } }[];
      expect(sessions.filter(({ set }) => set?.status === 'running')).toHaveLength(6);
      expect(sessions.filter(({ set }) => set?.status !== 'running')).toHaveLength(6);
    },
  );

  it('rejects an invalid time limit and closes nothing', async () => {
    answer = { status: 200 };
    const rest = `await close(-1).catch(({ code }) => console.log(code)); await tracked.generate('more'); console.log(JSON.stringify(await flush()));`;
    const result = await runSource(program(textsOf(sink.url), rest));
    expect(result.stdout).toContain('HELLO\ninvalid-option\n{"accepted":4,"stored":4');
  });
});
