import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { dirname, join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { isObject, isTracerError, TracerError } from '../model/index.ts';
import { type Clock, systemClock, withTimeout } from '../primitives/index.ts';
import {
  createRedactor,
  type Redactor,
  type RedactorSource,
  readPolicy,
  strictPolicy,
} from '../redaction/index.ts';

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

/** Captured at load, so that later patches of the host do not see our requests. */
const requesters = { 'http:': httpRequest, 'https:': httpsRequest };
const path = '/api/sdk/pii';
const firstAnswerMs = 1000;
const timeoutMs = 5000;
const refreshMs = 60_000;
const maxReplyChars = 524_288;
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
      const received = await fetchPolicy(address, await keyOf(), version);
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

/** Fetches the project's policy. Resolves with `undefined` when `version` is still current. */
function fetchPolicy(
  address: URL,
  key: string | undefined,
  version: string | undefined,
): Promise<VersionedPolicy | undefined> {
  const send = requesters[address.protocol === 'https:' ? 'https:' : 'http:'];
  return new Promise((resolve, reject) => {
    const request = send(address, {
      agent: false,
      headers: {
        accept: 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(version === undefined ? {} : { 'if-none-match': `"${version}"` }),
      },
    });
    const timer = setTimeout(() => request.destroy(new Error('timed out')), timeoutMs).unref();
    request.on('socket', (socket) => socket.unref());
    request.on('error', reject);
    request.on('close', () => clearTimeout(timer));
    request.on('response', (reply) => {
      readReply(reply).then(resolve, reject);
    });
    request.end();
  });
}

async function readReply(reply: IncomingMessage): Promise<VersionedPolicy | undefined> {
  let text = '';
  for await (const chunk of reply.setEncoding('utf8')) {
    text += chunk;
    if (text.length > maxReplyChars)
      throw new TracerError(
        'refused',
        'The redaction policy is longer than 512 KiB. Shorten its custom patterns.',
      );
  }
  return reply.statusCode === 200 ? toVersionedPolicy(text) : undefined;
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
