import { join, resolve } from 'node:path';
import { digestKeyOf, ensureLocalKey } from '../credentials/index.ts';
import { TracerError } from '../model/index.ts';
import { PricesFile } from '../pricing/index.ts';
import { openSqliteStore, type Store } from '../store/index.ts';
import { createCollector } from './collector.ts';
import { hideFromGit } from './data-dir.ts';
import { loadAssets } from './http/assets.ts';
import { digestOf } from './http/auth.ts';
import { listen } from './listen.ts';

/** Location of a collector's data, and its address. */
export interface StartOptions {
  /** Directory of the database, created if missing. @default `.sentrial` */
  readonly dataDir?: string;
  /** First port to try, or 0 for any. @default 3001 */
  readonly port?: number;
  /** @default `127.0.0.1`, which only this machine can reach */
  readonly host?: string;
  /** API keys for writing and reading, besides the one in `~/.sentrial/local-key`. @default none */
  readonly apiKeys?: readonly string[];
  /** Host names under which other machines reach it. @default none */
  readonly hostNames?: readonly string[];
  /** The user's price file. @default `SENTRIAL_PRICES_FILE`, else `sentrial.prices.json` */
  readonly pricesFile?: string;
  /** Directory of the built dashboard. @default the one in this package */
  readonly dashboardDir?: string;
  /** Called with internal errors. @default one line on stderr */
  readonly onError?: (error: unknown) => void;
}

/** A running collector. */
export interface RunningCollector {
  /** Base URL, such as `http://127.0.0.1:3001`. */
  readonly url: string;
  readonly port: number;
  /** Returns the URL of a dashboard page that logs the browser in. */
  link(path?: string): string;
  /** Finishes running requests and closes the database. */
  close(): Promise<void>;
}

const project = 'default';
const maxPort = 65_535;
const defaults = { dataDir: '.sentrial', port: 3001, host: '127.0.0.1' };
const loopback = ['127.0.0.1', '::1', 'localhost'];
/** Wildcard addresses, with the address under which this machine answers. */
const allInterfaces: { readonly [host: string]: string } = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const minKeyChars = 16;

/**
 * Starts a collector: opens its database, ensures that there is a key, and listens.
 *
 * @throws {TracerError} `storage`, `port`, `invalid-option` for a guessable key or an invalid price file, or
 * `missing-key` when other machines could reach it without a key of their own
 */
export async function startCollector(options: StartOptions = {}): Promise<RunningCollector> {
  const { dataDir, port, host } = { ...defaults, ...options };
  const {
    apiKeys = [],
    hostNames = [],
    onError = logError,
    dashboardDir = builtDashboard(),
    pricesFile,
  } = options;
  if (!Number.isInteger(port) || port < 0 || port > maxPort)
    throw new TracerError('invalid-option', `port takes a number from 0 to ${maxPort}, not ${String(port)}.`);
  if (!loopback.includes(host) && apiKeys.length === 0) {
    const message = `Listening on ${host} needs a key: set SENTRIAL_API_KEY to one that your programs will send.`;
    throw new TracerError('missing-key', message);
  }
  apiKeys.forEach(checkKey);
  new PricesFile(pricesFile).read();
  const assets = await loadAssets(dashboardDir);
  const store = openSqliteStore(join(dataDir, 'sentrial.db'));
  hideFromGit(dataDir);
  try {
    const localKey = ensureLocalKey();
    await admitKeys(store, localKey, apiKeys);
    const hosts = loopback.includes(host) ? hostNames : [host, ...hostNames];
    const collector = createCollector({
      store,
      assets,
      hosts,
      project,
      ...(pricesFile === undefined ? {} : { pricesFile }),
      dataDir: resolve(dataDir),
      digestKey: digestKeyOf(localKey),
      onError,
    });
    const { port: bound, close } = await listen(collector, host, port);
    const url = addressOf(host, bound);
    return {
      url,
      port: bound,
      link: (path = '/') => `${url}${path}?token=${collector.loginToken}`,
      async close() {
        await close();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function checkKey({ length }: string): void {
  if (length >= minKeyChars) return;
  const message = `An API key of ${length} characters can be guessed. Set SENTRIAL_API_KEY to one of ${minKeyChars} or more.`;
  throw new TracerError('invalid-option', message);
}

function addressOf(host: string, port: number): string {
  const called = allInterfaces[host] ?? host;
  return `http://${called.includes(':') ? `[${called}]` : called}:${port}`;
}

/** Revokes keys of earlier starts that are no longer given. */
function admitKeys(store: Store, localKey: string, apiKeys: readonly string[]): Promise<void> {
  const keyOf = (key: string, label: string) => ({
    digest: digestOf(key),
    project,
    scopes: ['ingest', 'read'] as const,
    label,
  });
  return store.replaceKeys(
    ['local', 'environment'],
    [keyOf(localKey, 'local'), ...apiKeys.map((key) => keyOf(key, 'environment'))],
  );
}

/** In `dist` when the code runs from its sources, and next to the code in the package. */
const builtDashboard = (): string =>
  join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../../dist/dashboard' : '../dashboard');

function logError(error: unknown): void {
  const { name, message } = error as Error;
  process.stderr.write(`[sentrial] ${name}: ${message}\n`);
}
