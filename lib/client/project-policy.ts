import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { dirname, join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { isObject, isTracerError, TracerError } from '../model/index.ts';
import {
  createRedactor,
  type Redactor,
  type RedactorSource,
  readPolicy,
  strictPolicy,
} from '../redaction/index.ts';

/** What a project's redactor needs. */
export interface ProjectRedactorOptions {
  /** Base address of the collector. */
  readonly url: URL;
  readonly keyOf: () => Promise<string | undefined>;
  /** Keys the digests that tell hidden ids apart. */
  readonly digestKey: string;
  /** Where the last policy is kept. @default a file in `.sentrial` for this collector and key */
  readonly cacheFile?: string;
  /** Runs a function outside of every session. */
  readonly outside: <R>(fn: () => R) => R;
  /** Told of a policy that cannot be used. */
  readonly onProblem: (problem: TracerError) => void;
}

/** As they are when this is loaded: what a program puts in their place later is not to see our requests. */
const requesters = { 'http:': httpRequest, 'https:': httpsRequest };
const path = '/api/sdk/pii';
const firstWaitMs = 1000;
const timeoutMs = 5000;
const refreshMs = 60_000;
const maxReplyChars = 524_288;
const digestChars = 16;

/** A policy as it is told and kept. */
interface Told {
  readonly version: string;
  readonly policy: unknown;
}

/**
 * Redacts by the policy of the project, which is asked for at first and then, while something is to be redacted, at
 * most once a minute. Until one has come, the last one known applies, which is kept in a file; and
 * where none is known, the strict one that is built in.
 */
export function createProjectRedactor(options: ProjectRedactorOptions): RedactorSource {
  const { url, keyOf, digestKey, outside, onProblem } = options;
  const cacheFile = options.cacheFile ?? defaultCacheFile(url, digestKey);
  let redactor: Redactor | undefined = createRedactor(strictPolicy, digestKey);
  let version: string | undefined;
  let askedAtMs = Number.NEGATIVE_INFINITY;

  const use = (told: Told): boolean => {
    try {
      const isBuiltin = told.version.startsWith('builtin');
      const policy = isBuiltin ? strictPolicy : readPolicy(told.policy, told.version);
      redactor = policy.enabled ? createRedactor(policy, digestKey) : undefined;
      version = told.version;
      return true;
    } catch (error) {
      if (isTracerError(error)) onProblem(error);
      return false;
    }
  };
  const refresh = async (): Promise<void> => {
    askedAtMs = performance.now();
    const address = new URL(url.href.replace(/\/$/, '') + path);
    const told = await ask(address, await keyOf(), version).catch(() => undefined);
    if (told && told.version !== version && use(told)) await keep(cacheFile, told);
  };

  return {
    async ready() {
      const known = await readTold(cacheFile);
      if (known) use(known);
      let timer: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, firstWaitMs);
      });
      await Promise.race([outside(refresh), waited]);
      clearTimeout(timer);
    },
    current() {
      if (performance.now() - askedAtMs > refreshMs) outside(() => void refresh());
      return redactor;
    },
  };
}

function defaultCacheFile(url: URL, digestKey: string): string {
  const digest = createHash('sha256').update(`${url.href} ${digestKey}`).digest('hex').slice(0, digestChars);
  return join('.sentrial', `policy-${digest}.json`);
}

/** The project's policy; `undefined` when it is still the one with this version. Keeps no process alive. */
function ask(address: URL, key: string | undefined, version: string | undefined): Promise<Told | undefined> {
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
    const timer = setTimeout(() => request.destroy(new Error('no answer in time')), timeoutMs).unref();
    request.on('socket', (socket) => socket.unref());
    request.on('error', reject);
    request.on('close', () => clearTimeout(timer));
    request.on('response', (reply) => {
      readReply(reply).then(resolve, reject);
    });
    request.end();
  });
}

async function readReply(reply: IncomingMessage): Promise<Told | undefined> {
  let text = '';
  for await (const chunk of reply.setEncoding('utf8')) {
    text += chunk;
    if (text.length > maxReplyChars) throw new TracerError('refused', 'The redaction policy is too long.');
  }
  return reply.statusCode === 200 ? toTold(text) : undefined;
}

function toTold(text: string): Told | undefined {
  const told: unknown = JSON.parse(text);
  if (!isObject(told) || typeof told.version !== 'string') return undefined;
  return { version: told.version, policy: told.policy };
}

async function readTold(file: string): Promise<Told | undefined> {
  try {
    return toTold(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Keeps a policy for the next start. The one that is built in needs no file. */
async function keep(file: string, told: Told): Promise<void> {
  try {
    if (told.version.startsWith('builtin')) return await rm(file, { force: true });
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(told), { mode: 0o600 });
    await rename(draft, file);
  } catch {
    // Without the file the next start begins with the strict policy, which hides more.
  }
}
