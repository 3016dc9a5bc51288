import { readLocalKey } from '../credentials/index.ts';
import { isTracerError, TracerError } from '../model/index.ts';
import { type PiiConfig, type Policy, readPolicy } from '../pipeline/index.ts';
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
   * What is personal data and how it is replaced before anything leaves the process: `true` for the project's
   * policy, an object for one of your own, `false` for none. Sessions show when it was switched off.
   * @default true
   */
  readonly pii?: boolean | PiiConfig | undefined;
}

/** Whose redaction policy applies. */
export type PiiSetting =
  | { readonly by: 'project' }
  | { readonly by: 'options'; readonly policy: Policy }
  | { readonly by: 'nobody' };

/** Client options with everything decided. */
export interface ResolvedOptions {
  readonly url: URL;
  /** Asked before each request. */
  readonly keyOf: () => Promise<string | undefined>;
  readonly failSilently: boolean;
  readonly pii: PiiSetting;
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
  const address = readUrl(asked, key);
  const { url } = address;
  const { pii, identity, problem = address.problem } = readPii(options.pii);
  const failSilently = options.failSilently ?? true;
  return {
    url,
    keyOf: async () => key ?? (isLoopback(url) ? await readLocalKey() : undefined),
    failSilently,
    pii,
    identity: JSON.stringify([url.href, key, failSilently, identity]),
    digestKey: key ?? 'local',
    ...(problem ? { problem } : {}),
  };
}

interface ReadPii {
  readonly pii: PiiSetting;
  readonly identity: string;
  readonly problem?: TracerError;
}

/** A policy that cannot be used is a problem that lets nothing leave: what it was to hide is not known. */
function readPii(option: ClientOptions['pii']): ReadPii {
  if (option === false) return { pii: { by: 'nobody' }, identity: 'nobody' };
  if (option === undefined || option === true) return { pii: { by: 'project' }, identity: 'project' };
  try {
    const policy = readPolicy(option);
    const identity = `${policy.version} ${functionsOf(option)}`;
    return { pii: policy.enabled ? { by: 'options', policy } : { by: 'nobody' }, identity };
  } catch (error) {
    const problem = isTracerError(error) ? error : new TracerError('invalid-option', String(error));
    return { pii: { by: 'project' }, identity: `unusable ${problem.message}`, problem };
  }
}

const withFunctions = new WeakMap<object, number>();
let functionsSeen = 0;

/** Two functions may read the same and do something else: policies with functions are each their own. */
function functionsOf(config: PiiConfig): number {
  if (!config.customPatterns?.some((custom) => 'find' in custom)) return 0;
  const number = withFunctions.get(config) ?? ++functionsSeen;
  withFunctions.set(config, number);
  return number;
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
