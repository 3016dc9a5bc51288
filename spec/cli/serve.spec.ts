import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runProgram } from '../support/host-program.ts';
import { runSources } from '../support/run-sources.ts';
import { tempDir } from '../support/temp-dir.ts';

const root = join(import.meta.dirname, '../..');
const main = 'lib/cli/main.ts';

interface Running {
  readonly child: ChildProcess;
  output(): string;
  /** Waits for a text in the output and returns its first group. */
  find(pattern: RegExp): Promise<string>;
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [...runSources, main, 'serve', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  return {
    child,
    output: () => output,
    find: (pattern) =>
      vi.waitFor(() => {
        const found = pattern.exec(output)?.[1];
        if (found === undefined) throw new Error(`${pattern} is not in: ${output}`);
        return found;
      }, 15_000),
  };
}

const exit = (child: ChildProcess) => new Promise((resolve) => child.once('exit', (code) => resolve(code)));

describe('sentrial serve', () => {
  it('serves on this machine, with a key file that only its owner can read', async () => {
    const home = tempDir();
    const server = start(['--port', '0', '--data', tempDir()], { HOME: home });
    const url = await server.find(/Collector +(\S+)/);
    const keyFile = join(home, '.sentrial/local-key');
    const key = readFileSync(keyFile, 'utf8').trim();
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const sessions = (headers: HeadersInit) => fetch(`${url}/api/query/sessions`, { headers });
    expect((await sessions({ authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await sessions({})).status).toBe(401);
    expect(server.output()).toMatch(/Dashboard +http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/);
    expect(server.output()).not.toContain(key);
  });

  it('reports an invalid price file before it starts', async () => {
    const prices = join(tempDir(), 'prices.json');
    writeFileSync(prices, '{ "acme/acme-1": { "input": 1 } }');
    const env = { SENTRIAL_PRICES_FILE: prices };
    expect(await runProgram(main, env, ['serve', '--port', '0', '--data', tempDir()])).toMatchObject({
      code: 1,
      stderr: `${prices} cannot be used: "acme/acme-1": output is missing. Say what a million tokens cost in US dollars.\n`,
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s', async (signal) => {
    const server = start(['--port', '0', '--data', tempDir()]);
    await server.find(/Stop with (Ctrl-C)/);
    const ended = exit(server.child);
    server.child.kill(signal);
    expect(await ended).toBe(0);
  });

  it('uses the next port when one is taken, and reports it', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void holder.close());
    await vi.waitFor(() => expect(holder.address()).not.toBeNull());
    const taken = (holder.address() as AddressInfo).port;
    const server = start(['--port', String(taken), '--data', tempDir()]);
    const url = await server.find(/SENTRIAL_API_URL=(\S+)/);
    expect(server.output()).toContain(`Port ${taken} is taken`);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it.each([
    [
      'a directory that cannot be made',
      () => ['--data', join(fileIn(tempDir()), 'below')],
      1,
      /cannot be made.*name another with --data/,
    ],
    ['a port that is none', () => ['--port', '70000'], 1, /--port is 70000\. Use a number from 0 to 65535/],
    ['an option that does not exist', () => ['--nope'], 2, /Unknown option '--nope'.*Run sentrial --help/],
    [
      'all interfaces without a key',
      () => ['--host', '0.0.0.0', '--data', tempDir()],
      1,
      /needs a key: set SENTRIAL_API_KEY/,
    ],
    [
      'a database that is none',
      () => ['--data', directoryWith('sentrial.db', 'a letter to a friend, and no database at all')],
      1,
      /sentrial\.db is not an SQLite database\. Move it away, or name another directory with --data\.\n$/,
    ],
  ])('says in one line what to do about %s', async (_, args, code, message) => {
    const result = await runProgram(main, {}, ['serve', '--port', '0', ...args()]);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/\n +at /);
  });

  it('refuses a key that could be guessed', async () => {
    const env = { SENTRIAL_API_KEY: 'fifteen letters' };
    const result = await runProgram(main, env, ['serve', '--port', '0', '--data', tempDir()]);
    expect(result).toMatchObject({ code: 1, stderr: expect.stringMatching(/15 characters.*16 or more/) });
    expect(result.stderr).not.toContain(env.SENTRIAL_API_KEY);
  });

  it('prints addresses that can be opened when it listens on all interfaces', async () => {
    const env = { SENTRIAL_API_KEY: 'sentrial_live_spec_only' };
    const server = start(['--host', '0.0.0.0', '--port', '0', '--data', tempDir()], env);
    expect(await server.find(/Collector +(\S+)/)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await server.find(/Stop with (Ctrl-C)/);
    expect(server.output()).not.toContain('0.0.0.0');
    for (const [, url] of server.output().matchAll(/^(?:Collector|Network) +(\S+)/gm))
      expect([url, (await fetch(`${url}/health`)).status]).toEqual([url, 200]);
  });

  it('accepts the host names of a proxy in front', async () => {
    const names = ['--host-name', 'traces.example.com', '--host-name', '2001:db8::5'];
    const server = start(['--port', '0', '--data', tempDir(), ...names]);
    const { port } = new URL(await server.find(/Collector +(\S+)/));
    const statusFor = (host: string) =>
      new Promise((resolve) => {
        request({ port, path: '/health', headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).end();
      });
    expect(await statusFor('traces.example.com')).toBe(200);
    expect(await statusFor('[2001:db8::5]:3001')).toBe(200);
    expect(await statusFor('other.example.com')).toBe(421);
  });

  it('revokes a key that is omitted at the next start', async () => {
    const dataDir = tempDir();
    const statusOf = async (server: ReturnType<typeof start>, key: string) => {
      const url = await server.find(/Collector +(\S+)/);
      const headers = { authorization: `Bearer ${key}` };
      return (await fetch(`${url}/api/query/sessions`, { headers })).status;
    };
    const keys = ['sentrial_live_spec_leaked', 'sentrial_live_spec_newer'] as const;
    const first = start(['--port', '0', '--data', dataDir], { SENTRIAL_API_KEY: keys[0] });
    expect(await statusOf(first, keys[0])).toBe(200);
    first.child.kill('SIGTERM');
    await exit(first.child);
    const second = start(['--port', '0', '--data', dataDir], { SENTRIAL_API_KEY: keys[1] });
    expect([await statusOf(second, keys[0]), await statusOf(second, keys[1])]).toEqual([401, 200]);
  });

  it('hides its data from git, and leaves a foreign directory unchanged', async () => {
    const [made, own] = [join(tempDir(), '.sentrial'), directoryWith('index.js', '')];
    for (const dataDir of [made, own]) {
      const server = start(['--port', '0', '--data', dataDir]);
      await server.find(/Stop with (Ctrl-C)/);
    }
    expect(readFileSync(join(made, '.gitignore'), 'utf8')).toBe('*\n');
    expect(existsSync(join(own, '.gitignore'))).toBe(false);
  });

  it('explains what to do when the key cannot be written', async () => {
    const home = fileIn(tempDir());
    const result = await runProgram(main, { HOME: home }, ['serve', '--port', '0', '--data', tempDir()]);
    expect(result).toMatchObject({ code: 1, stderr: expect.stringMatching(/local-key cannot be written/) });
  });
});

describe('sentrial', () => {
  it('shows its commands without arguments', async () => {
    expect(await runProgram(main)).toMatchObject({ code: 0, stdout: expect.stringContaining('serve') });
  });

  it.each(['--help', '-h', 'help', 'serve --help', 'serve --port 0 -h'])(
    'shows how it is used on %s',
    async (line) => {
      const { code, stdout, stderr } = await runProgram(main, {}, line.split(' '));
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^Usage: sentrial[\s\S]*--port/);
    },
  );

  it.each(['--version', '-v'])('prints its version for %s', async (option) => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await runProgram(main, {}, [option])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it('refuses an unknown command', async () => {
    const result = await runProgram(main, {}, ['fly']);
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining("Unknown command 'fly'") });
  });
});

/** A file, where a directory is wanted. */
function fileIn(directory: string): string {
  const path = join(directory, 'file');
  writeFileSync(path, '');
  chmodSync(path, 0o400);
  return path;
}

function directoryWith(name: string, content: string): string {
  const directory = tempDir();
  writeFileSync(join(directory, name), content);
  return directory;
}
