import { join, resolve } from 'node:path';
import { ownDigestKey, readLocalKey } from '../credentials/index.ts';
import { isObject, isTracerError, TracerError } from '../model/index.ts';
import { type PiiConfig, type Policy, readPolicy } from '../redaction/index.ts';
import { type Destination, isLoopback, toCollector } from '../transport/index.ts';
import type { WaitUntil } from './wait-until.ts';

/** Options that decide what is sent, and where. */
export interface ClientOptions {
  /**
   * API key of the collector.
   * @default `SENTRIAL_API_KEY`; for a collector on this machine, the key in `~/.sentrial/local-key`
   */
  readonly apiKey?: string | undefined;
  /**
   * Base URL of the collector. It must use `https:` unless the collector is on this machine.
   * @default `SENTRIAL_API_URL`, else `https://api.sentrial.com` when there is a key, else `http://127.0.0.1:3001`
   */
  readonly apiUrl?: string | undefined;
  /**
   * `true` logs problems of tracing to stderr. `false` throws them from `instrumentAgent()`, `flush()` and `close()`.
   * An agent call returns the same in both cases.
   * @default true
   */
  readonly failSilently?: boolean | undefined;
  /**
   * The redaction policy: `true` for the project's, an object for your own, `false` to redact nothing. Sessions show
   * when redaction was off.
   * @default true
   */
  readonly pii?: boolean | PiiConfig | undefined;
  /**
   * Directory that keeps items until the collector has stored them, so that they survive a killed process. `false` or
   * `SENTRIAL_SPOOL_DIR=off` keeps them only in memory.
   * @default `SENTRIAL_SPOOL_DIR`, else `.sentrial/spool` in the working directory
   */
  readonly spoolDir?: string | false | undefined;
  /**
   * Keeps a serverless function running until a promise settles. Sentrial passes a promise for the delivery.
   * @default the platform's own `waitUntil`, where it has one
   */
  readonly waitUntil?: WaitUntil | undefined;
  /**
   * Destinations that each receive everything. A failing destination does not affect the others.
   * @default `[toCollector()]`
   */
  readonly destinations?: readonly Destination[] | undefined;
}

/** Source of the redaction policy. */
export type PiiSetting =
  | { readonly by: 'project' }
  | { readonly by: 'options'; readonly policy: Policy }
  | { readonly by: 'none' };

/** Client options with all defaults applied. */
export interface ResolvedOptions {
  readonly url: URL;
  /** The key from the options or the environment. */
  readonly key: string | undefined;
  /** Called before each request. */
  readonly keyOf: () => Promise<string | undefined>;
  readonly failSilently: boolean;
  readonly pii: PiiSetting;
  /** `undefined` writes nothing to disk. */
  readonly spoolDir: string | undefined;
  readonly waitUntil: WaitUntil | undefined;
  readonly destinations: readonly Destination[];
  /** Equal for options that can share one client. */
  readonly identity: string;
  /** Secret key of the digests that replace ids. */
  readonly digestKey: string;
  /** The first problem with the options. */
  readonly problem?: TracerError;
  /** A problem with the redaction policy. Nothing is sent while it exists. */
  readonly piiProblem?: TracerError;
  /** A problem with the collector's URL or key. */
  readonly addressProblem?: TracerError;
}

const hostedUrl = 'https://api.sentrial.com';
const localUrl = 'http://127.0.0.1:3001';
const collector = toCollector();

/** Applies defaults: arguments come first, then `SENTRIAL_*` variables, then built-in values. Never throws. */
export function resolveOptions(
  options: ClientOptions,
  env: NodeJS.ProcessEnv = process.env,
): ResolvedOptions {
  const { key, problem: keyProblem } = readKey(options.apiKey || env.SENTRIAL_API_KEY);
  const apiUrl = options.apiUrl || env.SENTRIAL_API_URL || (key ? hostedUrl : localUrl);
  const { url, problem: urlProblem } = readUrl(apiUrl, key);
  const addressProblem = keyProblem ?? urlProblem;
  const { pii, identity, problem: piiProblem } = readPii(options.pii);
  const destinations = readDestinations(options.destinations);
  const usesCollector = destinations.some((destination) => destination.usesCollector);
  const problem =
    piiProblem ??
    (usesCollector ? addressProblem : undefined) ??
    destinations.find((destination) => destination.problem)?.problem;
  const failSilently = options.failSilently ?? true;
  const spoolDir = spoolDirOf(options.spoolDir ?? env.SENTRIAL_SPOOL_DIR);
  return {
    url,
    key,
    keyOf: async () => key ?? (isLoopback(url) ? await readLocalKey() : undefined),
    failSilently,
    pii,
    spoolDir,
    waitUntil: options.waitUntil,
    destinations,
    identity: JSON.stringify([
      url.href,
      addressProblem?.message,
      key,
      failSilently,
      identity,
      spoolDir,
      numberOf(options.waitUntil),
      destinations.map(numberOf),
    ]),
    digestKey: key ?? ownDigestKey(),
    ...(problem ? { problem } : {}),
    ...(piiProblem ? { piiProblem } : {}),
    ...(addressProblem ? { addressProblem } : {}),
  };
}

interface ReadPii {
  readonly pii: PiiSetting;
  readonly identity: string;
  readonly problem?: TracerError;
}

/** An invalid policy blocks sending: it is unknown what it was meant to hide. */
function readPii(option: ClientOptions['pii']): ReadPii {
  if (option === false) return { pii: { by: 'none' }, identity: 'none' };
  if (option === undefined || option === true) return { pii: { by: 'project' }, identity: 'project' };
  try {
    const policy = readPolicy(option);
    const identity = `${policy.version} ${functionsOf(option)}`;
    return { pii: policy.enabled ? { by: 'options', policy } : { by: 'none' }, identity };
  } catch (error) {
    const problem = isTracerError(error) ? error : new TracerError('invalid-option', String(error));
    return { pii: { by: 'project' }, identity: `unusable ${problem.message}`, problem };
  }
}

/** Functions with equal source text can behave differently, so each policy object with functions is unique. */
function functionsOf(config: PiiConfig): number {
  return config.customPatterns?.some((custom) => 'find' in custom) ? numberOf(config) : 0;
}

function spoolDirOf(dir: string | false | undefined): string | undefined {
  if (dir === false || dir === 'off') return undefined;
  return resolve(typeof dir === 'string' && dir !== '' ? dir : join('.sentrial', 'spool'));
}

/** Trims the key, since one read from a file can end in a line break, and checks that a header can carry it. */
function readKey(apiKey: unknown): { readonly key: string | undefined; readonly problem?: TracerError } {
  const key = typeof apiKey === 'string' ? apiKey.trim() : apiKey;
  if (key === undefined || key === '') return { key: undefined };
  if (typeof key === 'string' && /^[\x21-\x7e]+$/.test(key)) return { key };
  const message =
    '`apiKey` contains characters that an API key cannot contain, such as spaces or line breaks. Check SENTRIAL_API_KEY or the `apiKey` option.';
  return { key: undefined, problem: new TracerError('invalid-option', message) };
}

/** Invalid destinations are reported, and nothing is sent, not even to the default destination. */
function readDestinations(destinations: ClientOptions['destinations']): readonly Destination[] {
  if (destinations === undefined) return [collector];
  const isDestination = (value: unknown) =>
    isObject(value) && typeof value.open === 'function' && typeof value.name === 'string';
  if (Array.isArray(destinations) && destinations.every(isDestination)) return destinations;
  const problem = new TracerError(
    'invalid-option',
    '`destinations` is not a list of destinations. Pass an array of toCollector(), toOtlp(…), toRest(), toFile(…), toConsole() or toDestination(…).',
  );
  return [{ name: 'destinations', problem, open: () => fail(problem) }];
}

function fail(problem: TracerError): never {
  throw problem;
}

const numbers = new WeakMap<object, number>();
let numbered = 0;

/** Numbers objects by identity: two that look equal can behave differently. */
function numberOf(value: object | undefined): number {
  if (value === undefined) return 0;
  const number = numbers.get(value) ?? ++numbered;
  numbers.set(value, number);
  return number;
}

function readUrl(
  text: string,
  key: string | undefined,
): { readonly url: URL; readonly problem?: TracerError } {
  const fallback = new URL(localUrl);
  const bad = (message: string) => ({ url: fallback, problem: new TracerError('invalid-option', message) });
  if (!URL.canParse(text))
    return bad(`\`apiUrl\` ${JSON.stringify(String(text))} is not a valid URL. Use for example ${localUrl}.`);
  const url = new URL(text.replace(/\/+$/, ''));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const likely = /^[\w.-]+:\d+/.test(text) ? `http://${text}` : localUrl;
    return bad(
      `\`apiUrl\` ${JSON.stringify(text)} does not start with http: or https:. Use for example ${likely}.`,
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    return bad(`\`apiUrl\` ${url.origin} would send the API key and your data unencrypted. Use https:.`);
  }
  if (!key && !isLoopback(url)) {
    const message = `\`apiKey\` is missing for ${url.origin}. Set SENTRIAL_API_KEY or the \`apiKey\` option.`;
    return { url, problem: new TracerError('missing-key', message) };
  }
  return { url };
}
