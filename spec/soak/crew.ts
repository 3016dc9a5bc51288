import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { specKey } from '../support/collector.ts';
import type { FaultProxy } from './fault-proxy.ts';

/** A child process that is always there, but while it is down. */
export interface Member {
  readonly name: string;
  kill(): void;
  /** Starts it again once the one before is gone. */
  restart(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Asks the process to finish. Resolves when it has ended. */
  finish(): Promise<void>;
}

interface Part {
  readonly name: string;
  readonly file: string;
  /** Asked at each start. */
  readonly args: () => readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly onMessage: (message: unknown) => void;
  /** Asks a child process to finish. */
  readonly stop: (child: ChildProcess) => void;
}

/** Starts a member. */
export function createMember({ name, file, args, env, onMessage, stop }: Part): Member {
  let child: ChildProcess;
  let gone: Promise<void>;
  const start = () => {
    child = fork(join(import.meta.dirname, file), args(), {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    gone = promise;
    child.once('exit', () => resolve());
    child.on('message', onMessage).on('error', () => undefined);
  };
  start();
  return {
    name,
    kill: () => void child.kill('SIGKILL'),
    async restart() {
      await gone;
      start();
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async finish() {
      child.kill('SIGCONT');
      stop(child);
      await gone;
    },
  };
}

/** A writer that appends to files `<name>-<start>` in a directory, one for each time it is started. */
export function createWriter(name: string, proxy: FaultProxy, spoolDir: string, logDir: string): Member {
  let starts = 0;
  return createMember({
    name,
    file: 'writer.ts',
    args: () => [join(logDir, `${name}-${++starts}`)],
    env: { SENTRIAL_API_URL: proxy.url, SENTRIAL_API_KEY: specKey, SENTRIAL_SPOOL_DIR: spoolDir },
    onMessage: () => undefined,
    stop: (child) => void child.send('finish'),
  });
}

/** The collector behind the proxy. It keeps the port that it has got at its first start. */
export function createCollectorMember(proxy: FaultProxy, dataDir: string): Member {
  let port = 0;
  return createMember({
    name: 'collector',
    file: 'collector.ts',
    args: () => [dataDir, String(port)],
    env: {},
    onMessage(message) {
      port = (message as { readonly port: number }).port;
      proxy.target = port;
    },
    stop: (child) => void child.kill('SIGTERM'),
  });
}
