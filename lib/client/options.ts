import { join, resolve } from 'node:path';
import { ownDigestKey, readLocalKey } from '../credentials/index.ts';
import { isObject, isTracerError, TracerError } from '../model/index.ts';
import { type PiiConfig, type Policy, readPolicy } from '../redaction/index.ts';
import { type Destination, isLoopback, toCollector } from '../transport/index.ts';
import type { WaitUntil } from './wait-until.ts';

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
  /**
   * The directory in which what is recorded lies until the collector has it, so that nothing is lost when the
   * process is killed. `false`, or `SENTRIAL_SPOOL_DIR=off`: it waits in memory alone.
   * @default `SENTRIAL_SPOOL_DIR`, else `.sentrial/spool` in the working directory
   */
  readonly spoolDir?: string | false | undefined;
  /**
   * For functions that are frozen once they have answered: given a promise that resolves when everything recorded
   * is delivered.
   * @default that of the platform, where it has one
   */
  readonly waitUntil?: WaitUntil | undefined;
  /**
   * Where what is recorded goes: to each of these, whatever becomes of the others.
   * @default `[toCollector()]`
   */
  readonly destinations?: readonly Destination[] | undefined;
}

/** Whose redaction policy applies. */
export type PiiSetting =
  | { readonly by: 'project' }
  | { readonly by: 'options'; readonly policy: Policy }
  | { readonly by: 'none' };

/** Client options with everything decided. */
export interface ResolvedOptions {
  readonly url: URL;
  /** The key that was given, if one was. */
  readonly key: string | undefined;
  /** Asked before each request. */
  readonly keyOf: () => Promise<string | undefined>;
  readonly failSilently: boolean;
  readonly pii: PiiSetting;
  /** `undefined`: nothing is written to disk. */
  readonly spoolDir: string | undefined;
  readonly waitUntil: WaitUntil | undefined;
  readonly destinations: readonly Destination[];
  /** Equal for options that may share one client. */
  readonly identity: string;
  /** Secret that keys the digests in ids. */
  readonly digestKey: string;
  /** What is wrong with the options, if anything. */
  readonly problem?: TracerError;
  /** What is wrong with those for redaction: nothing may leave then. */
  readonly piiProblem?: TracerError;
  /** What is wrong with the collector's address or key. */
  readonly addressProblem?: TracerError;
}

const hostedUrl = 'https://api.sentrial.com';
const localUrl = 'http://127.0.0.1:3001';
const collector = toCollector();

/** Decides what is left open: from the arguments, then from `SENTRIAL_*`, then by default. Never throws. */
export function resolveOptions(
  options: ClientOptions,
  env: NodeJS.ProcessEnv = process.env,
): ResolvedOptions {
  const { key, problem: keyProblem } = readKey(options.apiKey || env.SENTRIAL_API_KEY);
  const asked = options.apiUrl || env.SENTRIAL_API_URL || (key ? hostedUrl : localUrl);
  const { url, problem: urlProblem } = readUrl(asked, key);
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

/** A policy that cannot be used is a problem that lets nothing leave: what it was to hide is not known. */
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

const withFunctions = new WeakMap<object, number>();
let functionsSeen = 0;

/** Two functions may read the same and do something else: policies with functions are each their own. */
function functionsOf(config: PiiConfig): number {
  if (!config.customPatterns?.some((custom) => 'find' in custom)) return 0;
  const number = withFunctions.get(config) ?? ++functionsSeen;
  withFunctions.set(config, number);
  return number;
}

function spoolDirOf(asked: string | false | undefined): string | undefined {
  if (asked === false || asked === 'off') return undefined;
  return resolve(typeof asked === 'string' && asked !== '' ? asked : join('.sentrial', 'spool'));
}

/** A key as a header can carry it; one read from a file may end in a line break. */
function readKey(asked: unknown): { readonly key: string | undefined; readonly problem?: TracerError } {
  const key = typeof asked === 'string' ? asked.trim() : asked;
  if (key === undefined || key === '') return { key: undefined };
  if (typeof key === 'string' && /^[\x21-\x7e]+$/.test(key)) return { key };
  const message =
    'The API key holds what no key holds, such as blanks or line breaks. Check SENTRIAL_API_KEY, or the apiKey option.';
  return { key: undefined, problem: new TracerError('invalid-option', message) };
}

/** Where there is something else than destinations, it is told and nothing is sent: not to the default either. */
function readDestinations(asked: ClientOptions['destinations']): readonly Destination[] {
  if (asked === undefined) return [collector];
  const isDestination = (value: unknown) =>
    isObject(value) && typeof value.open === 'function' && typeof value.name === 'string';
  if (Array.isArray(asked) && asked.every(isDestination)) return asked;
  const problem = new TracerError(
    'invalid-option',
    'destinations takes a list of what toCollector(), toOtlp(…), toRest(…), toFile(…) and toConsole() return.',
  );
  return [{ name: 'destinations', problem, open: () => fail(problem) }];
}

function fail(problem: TracerError): never {
  throw problem;
}

const numbers = new WeakMap<object, number>();
let numbered = 0;

/** Functions and destinations are each their own: two that look the same may do something else. */
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
    return bad(`apiUrl ${JSON.stringify(String(text))} is no address. Write one such as ${localUrl}.`);
  const url = new URL(text.replace(/\/+$/, ''));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const likely = /^[\w.-]+:\d+/.test(text) ? `http://${text}` : localUrl;
    return bad(
      `apiUrl ${JSON.stringify(text)} begins with neither http: nor https:. Write it like ${likely}.`,
    );
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
