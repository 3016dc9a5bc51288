import { readLocalKey } from '../credentials/index.ts';
import { TracerError } from '../model/index.ts';
import { isLoopback } from '../transport/index.ts';

/** Where what is recorded goes, and in what form. */
export interface ClientOptions {
  /**
   * The API key. Without one, and with a collector on this machine, the key is used that the collector wrote
   * to `~/.sentrial/local-key`.
   * @default `SENTRIAL_API_KEY`
   */
  readonly apiKey?: string | undefined;
  /**
   * Base address of the collector, `https:` unless it is on this machine.
   * @default `SENTRIAL_API_URL`, else `https://api.sentrial.com` when there is a key, else `http://127.0.0.1:3001`
   */
  readonly apiUrl?: string | undefined;
  /**
   * `true`: problems of ours are logged once and never thrown. `false`: they are thrown by `instrumentAgent()`,
   * `flush()` and `close()`. Neither changes what an agent call returns.
   * @default true
   */
  readonly failSilently?: boolean | undefined;
  /**
   * Whether personal data is replaced by labels before anything leaves the process. Off only when `false` is said.
   * @default true
   */
  readonly pii?: boolean | undefined;
}

/** Client options with everything decided. */
export interface ResolvedOptions {
  readonly url: URL;
  /** Asked before each request. */
  readonly keyOf: () => Promise<string | undefined>;
  readonly failSilently: boolean;
  readonly redacts: boolean;
  /** Equal for options that may share one client. */
  readonly identity: string;
  /** Secret that keys the digests in ids. */
  readonly digestKey: string;
  /** What is wrong with the options, if anything. */
  readonly problem?: TracerError;
}

const hostedUrl = 'https://api.sentrial.com';
const localUrl = 'http://127.0.0.1:3001';

/** Decides what is left open: from the arguments, then from `SENTRIAL_*`, then by default. Never throws. */
export function resolveOptions(
  options: ClientOptions,
  env: NodeJS.ProcessEnv = process.env,
): ResolvedOptions {
  const key = options.apiKey || env.SENTRIAL_API_KEY || undefined;
  const asked = options.apiUrl || env.SENTRIAL_API_URL || (key ? hostedUrl : localUrl);
  const { url, problem } = readUrl(asked, key);
  const failSilently = options.failSilently ?? true;
  const redacts = options.pii !== false;
  return {
    url,
    keyOf: async () => key ?? (isLoopback(url) ? await readLocalKey() : undefined),
    failSilently,
    redacts,
    identity: JSON.stringify([url.href, key, failSilently, redacts]),
    digestKey: key ?? 'local',
    ...(problem ? { problem } : {}),
  };
}

function readUrl(
  text: string,
  key: string | undefined,
): { readonly url: URL; readonly problem?: TracerError } {
  const fallback = new URL(localUrl);
  const bad = (message: string) => ({ url: fallback, problem: new TracerError('invalid-option', message) });
  if (!URL.canParse(text))
    return bad(`apiUrl ${JSON.stringify(text)} is no address. Write one such as ${localUrl}.`);
  const url = new URL(text.replace(/\/+$/, ''));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return bad(`apiUrl ${url.origin} has the scheme ${url.protocol} Use http: or https:.`);
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return bad(`apiUrl ${url.origin} would carry the API key and your data unencrypted. Use https:.`);
  }
  if (!key && !isLoopback(url)) {
    const message = `No API key was given for ${url.origin}. Set SENTRIAL_API_KEY, or the apiKey option.`;
    return { url, problem: new TracerError('missing-key', message) };
  }
  return { url };
}
