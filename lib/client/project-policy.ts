import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isObject, isTracerError, type TracerError } from '../model/index.ts';
import { type Clock, systemClock, withTimeout } from '../primitives/index.ts';
import {
  createRedactor,
  type Redactor,
  type RedactorSource,
  readPolicy,
  strictPolicy,
} from '../redaction/index.ts';
import { createHttpClient } from '../transport/index.ts';

/** Settings of the project's redaction policy. */
export interface ProjectRedactorOptions {
  /** Base URL of the collector. */
  readonly url: URL;
  readonly keyOf: () => Promise<string | undefined>;
  /** Secret key of the digests that replace ids. */
  readonly digestKey: string;
  /** File that keeps the last policy. @default a file in `.sentrial` for this collector and key */
  readonly cacheFile?: string;
  /** Runs a function outside of every session. */
  readonly outside: <R>(fn: () => R) => R;
  /** Called with the problem of an invalid policy. */
  readonly onProblem: (problem: TracerError) => void;
  readonly clock?: Clock;
}

const path = '/api/sdk/pii';
const firstAnswerMs = 1000;
const timeoutMs = 5000;
const refreshMs = 60_000;
const maxReplyBytes = 524_288;
const digestChars = 16;

/** A policy as the collector sends it and the file keeps it. */
interface VersionedPolicy {
  readonly version: string;
  readonly policy: unknown;
}

/**
 * Creates a redactor that follows the project's policy: fetched at the start, then at most once a minute while items
 * are redacted. Until an answer arrives, the last known policy applies, else the strict built-in one.
 */
export function createProjectRedactor(options: ProjectRedactorOptions): RedactorSource {
  const { url, keyOf, digestKey, outside, onProblem, clock = systemClock } = options;
  const cacheFile = options.cacheFile ?? defaultCacheFile(url, digestKey);
  const address = new URL(url.href.replace(/\/$/, '') + path);
  let redactor: Redactor | undefined = createRedactor(strictPolicy, digestKey);
  let version: string | undefined;
  let fetchedAtMs = Number.NEGATIVE_INFINITY;

  const use = (received: VersionedPolicy): boolean => {
    try {
      const isBuiltin = received.version.startsWith('builtin');
      const policy = isBuiltin ? strictPolicy : readPolicy(received.policy, received.version);
      redactor = policy.enabled ? createRedactor(policy, digestKey) : undefined;
      version = received.version;
      return true;
    } catch (error) {
      if (isTracerError(error)) onProblem(error);
      return false;
    }
  };
  const refresh = async (): Promise<void> => {
    fetchedAtMs = clock.monotonicMs();
    try {
      const received = await fetchPolicy(address, await keyOf(), version, clock);
      if (received && received.version !== version && use(received)) await writePolicy(cacheFile, received);
    } catch {
      // The current policy stays in force until the next attempt, a minute later.
    }
  };

  return {
    async ready() {
      const known = await readPolicyFile(cacheFile);
      if (known) use(known);
      await withTimeout(clock, firstAnswerMs, outside(refresh));
    },
    current() {
      if (clock.monotonicMs() - fetchedAtMs > refreshMs) outside(() => void refresh());
      return redactor;
    },
  };
}

function defaultCacheFile(url: URL, digestKey: string): string {
  const digest = createHash('sha256').update(`${url.href} ${digestKey}`).digest('hex').slice(0, digestChars);
  return join('.sentrial', `policy-${digest}.json`);
}

/**
 * Fetches the project's policy. Resolves with `undefined` when `version` is still current.
 *
 * @throws when the collector does not respond in time, or with an unusable body
 */
async function fetchPolicy(
  url: URL,
  key: string | undefined,
  version: string | undefined,
  clock: Clock,
): Promise<VersionedPolicy | undefined> {
  const headers = {
    accept: 'application/json',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(version === undefined ? {} : { 'if-none-match': `"${version}"` }),
  };
  const http = createHttpClient({ requestMs: timeoutMs, maxReplyBytes, clock });
  try {
    const { status, text } = await http.send({ url, method: 'GET', headers, body: '' });
    return status === 200 ? toVersionedPolicy(text) : undefined;
  } finally {
    http.close();
  }
}

function toVersionedPolicy(text: string): VersionedPolicy | undefined {
  const received: unknown = JSON.parse(text);
  if (!isObject(received) || typeof received.version !== 'string') return undefined;
  return { version: received.version, policy: received.policy };
}

async function readPolicyFile(file: string): Promise<VersionedPolicy | undefined> {
  try {
    return toVersionedPolicy(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes a policy to the file for the next start. The built-in policy needs no file. */
async function writePolicy(file: string, received: VersionedPolicy): Promise<void> {
  try {
    if (received.version.startsWith('builtin')) return await rm(file, { force: true });
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(received), { mode: 0o600 });
    await rename(draft, file);
  } catch {
    // Without the file, the next start uses the strict policy, which redacts more.
  }
}
