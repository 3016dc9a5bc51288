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

/** Where a collector keeps its data and where it listens. */
export interface StartOptions {
  /** Directory of the database; made where it is missing. @default `.sentrial` */
  readonly dataDir?: string;
  /** The first port to try; 0 for any. @default 3001 */
  readonly port?: number;
  /** @default `127.0.0.1`: reachable from this machine alone */
  readonly host?: string;
  /** API keys that may write and read, besides the one in `~/.sentrial/local-key`. @default none */
  readonly apiKeys?: readonly string[];
  /** Host names it is called by, when it listens on more than this machine. @default none */
  readonly hostNames?: readonly string[];
  /** A file with prices of the user's own. @default as `SENTRIAL_PRICES_FILE` says, else `sentrial.prices.json` */
  readonly pricesFile?: string;
  /** Directory of the built dashboard. @default the one in this package */
  readonly dashboardDir?: string;
  /** Told of failures of our own. @default one line on standard error */
  readonly onError?: (error: unknown) => void;
}

/** A collector that runs. */
export interface RunningCollector {
  /** Its base address, such as `http://127.0.0.1:3001`. */
  readonly url: string;
  readonly port: number;
  /** The address of a page of the dashboard; opening it logs the browser in. */
  link(path?: string): string;
  /** Finishes the requests under way and lets go of the database. */
  close(): Promise<void>;
}

const project = 'default';
const maxPort = 65_535;
const defaults = { dataDir: '.sentrial', port: 3001, host: '127.0.0.1' };
const loopback = ['127.0.0.1', '::1', 'localhost'];
/** What can be listened on and not be called, with the address at which this machine answers then. */
const allInterfaces: { readonly [host: string]: string } = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const minKeyChars = 16;

/**
 * Starts a collector: opens its database, makes sure there is a key, and listens.
 *
 * @throws {TracerError} `storage`, `port`, `invalid-option` for a key that could be guessed or a file of prices that
 * cannot be used, or `missing-key` when it would be reachable from other machines with no key but this machine's own
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

/** A key that was given before and is not any more is worth nothing. */
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

/** Beside the code in the published package; in `dist` when the code runs from its sources. */
const builtDashboard = (): string =>
  join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../../dist/dashboard' : '../dashboard');

function logError(error: unknown): void {
  const { name, message } = error as Error;
  process.stderr.write(`[sentrial] ${name}: ${message}\n`);
}
