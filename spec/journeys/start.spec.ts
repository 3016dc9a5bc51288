import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openSqliteStore } from '../../lib/store/index.ts';
import { tempDir } from '../support/temp-dir.ts';

const root = join(import.meta.dirname, '../..');

interface Started {
  readonly child: ChildProcess;
  output(): string;
  ended(): Promise<number | null>;
}

/** Runs in a directory of its own what `npm start -- …args` runs. */
function start(directory: string, env: NodeJS.ProcessEnv = {}, args: readonly string[] = []): Started {
  const script = ['--import', import.meta.resolve('tsx'), join(root, 'samples/start.ts'), ...args];
  const settings = { TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'), PORT: '0', ...env };
  return run(process.execPath, script, directory, settings);
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output: () => output, ended: () => exit };
}

const linkOf = ({ output }: Started): Promise<URL> =>
  vi.waitFor(() => {
    const link = /http:\/\/127\.0\.0\.1:\d+\/conversations\/\S+/.exec(output())?.[0];
    if (!link) throw new Error(output());
    return new URL(link);
  }, 30_000);

/** Opens a link like a browser: follows the redirect and returns the cookie. */
async function logIn(link: URL): Promise<string> {
  const { status, headers } = await fetch(link, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([303, link.pathname]);
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('npm start', () => {
  it('holds a conversation, shows it at the printed link and keeps it after a stop', async () => {
    const directory = tempDir();
    const started = start(directory);
    const link = await linkOf(started);
    const convoId = link.pathname.split('/').at(-1) ?? '';
    const cookie = await logIn(link);
    const answer = await fetch(`${link.origin}/api/query/conversations/${convoId}`, { headers: { cookie } });
    const { sessions, totals } = await answer.json();
    expect(sessions).toMatchObject([
      { status: 'completed', toolCount: 1, input: expect.stringContaining('[EMAIL] and my SSN is [SSN]') },
      { status: 'completed', toolCount: 2, errorCount: 1, output: expect.stringContaining('ORD-12345') },
      { status: 'completed', toolCount: 0, output: expect.stringContaining('two recent orders') },
    ]);
    expect(totals).toMatchObject({ unpricedCalls: 0 });
    expect(BigInt(totals.costPico)).toBeGreaterThan(0n);

    started.child.kill('SIGINT');
    expect(await started.ended()).toBe(0);
    expect(started.output()).toContain('Stopping');
    const store = openSqliteStore(join(directory, '.sentrial/sentrial.db'));
    expect(await store.getConversation('default', convoId)).toMatchObject({ sessionCount: 3 });
    await store.close();
  });

  it('uses the next free port and reports it when its own is taken', async () => {
    const holder = createServer();
    const taken = await new Promise<number>((resolve) => {
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port));
    });
    onTestFinished(() => void holder.close());
    const started = start(tempDir(), { PORT: String(taken) });
    const link = await linkOf(started);
    expect(started.output()).toContain(`Port ${taken} is taken`);
    expect(Number(link.port)).toBeGreaterThan(taken);
    await vi.waitFor(() => expect(started.output()).toContain(`SENTRIAL_API_URL=${link.origin}`));
  });

  it('prints one line when it cannot store its data', async () => {
    const directory = tempDir();
    writeFileSync(join(directory, '.sentrial'), 'a file');
    const started = start(directory);
    expect(await started.ended()).toBe(1);
    expect(started.output()).toMatch(/The d\w+ \.sentrial\S* cannot be/);
    expect(started.output()).not.toMatch(/\n +at /);
  });

  it('refuses --live without a key', async () => {
    const started = start(tempDir(), { OPENAI_API_KEY: '' }, ['--live']);
    expect(await started.ended()).toBe(1);
    expect(started.output()).toContain('Set OPENAI_API_KEY');
  });

  it.each(['--lvie', '--live=yes', 'live'])('refuses the unknown argument %s', async (argument) => {
    const started = start(tempDir(), {}, [argument]);
    expect(await started.ended()).toBe(2);
    expect(started.output()).toContain(argument.replace('=yes', ''));
    expect(started.output()).toContain('Valid options: --live');
    expect(started.output()).not.toContain('Collector ready');
  });

  it('stores a conversation that Ctrl-C interrupts as a cancelled session', async () => {
    const directory = tempDir();
    const started = start(directory);
    await vi.waitFor(() => expect(started.output()).toContain('> Hi, I need help'), 30_000);
    started.child.kill('SIGINT');
    expect(await started.ended()).toBe(0);
    expect(started.output()).toMatch(/\nStopping …\n$/);
    const store = openSqliteStore(join(directory, '.sentrial/sentrial.db'));
    const { sessions } = await store.listSessions('default', {}, { limit: 10 });
    expect(sessions).toMatchObject([{ status: 'cancelled', reason: 'aborted' }]);
    await store.close();
  });
});

describe('npx sentrial in a clone', () => {
  it('runs the command from its sources', async () => {
    const cache = { npm_config_cache: tempDir(), npm_config_offline: 'true' };
    const started = run('npx', ['sentrial', '--help'], root, cache);
    expect(await started.ended()).toBe(0);
    expect(started.output()).toContain('Usage: sentrial <command>');
  });
});
