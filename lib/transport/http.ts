import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isObject, TracerError } from '../model/index.ts';

/** An item that the collector refused, by its place in the batch. */
export interface RefusedItem {
  readonly index: number;
  readonly reason: string;
}

/** What became of one request. */
export type PostResult =
  | { readonly status: 'stored'; readonly refused: readonly RefusedItem[] }
  /** It may go better later. */
  | {
      readonly status: 'retry';
      readonly problem: TracerError;
      readonly afterMs?: number;
    }
  /** It will go no better until somebody changes something. */
  | { readonly status: 'hold'; readonly problem: TracerError }
  | { readonly status: 'too-large'; readonly problem: TracerError }
  | { readonly status: 'refused'; readonly problem: TracerError };

/** Posts JSON bodies to one address. */
export interface Poster {
  post(body: string): Promise<PostResult>;
  /** Closes idle connections. */
  close(): void;
}

const timeoutMs = 10_000;
const maxReplyBytes = 65_536;
const passing = new Set([408, 425, 429, 500, 502, 503, 504, 507]);

/**
 * A poster that keeps one connection alive. Neither it nor a request under way keeps the process alive.
 * Redirects are not followed, as the key would travel with them.
 *
 * @param keyOf asked before each request, so that a key that appears later is found
 */
export function createPoster(address: URL, keyOf: () => Promise<string | undefined>): Poster {
  const isHttps = address.protocol === 'https:';
  const agent = isHttps
    ? new HttpsAgent({ keepAlive: true, maxSockets: 1 })
    : new HttpAgent({ keepAlive: true, maxSockets: 1 });
  const send = isHttps ? httpsRequest : httpRequest;

  const exchange = (body: string, key: string | undefined) =>
    new Promise<{ reply: IncomingMessage; text: string }>((resolve, reject) => {
      const request = send(address, {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
      });
      const timer = setTimeout(
        () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} seconds`)),
        timeoutMs,
      ).unref();
      request.on('socket', (socket) => socket.unref());
      request.on('error', reject);
      request.on('close', () => clearTimeout(timer));
      request.on('response', (reply) => {
        readCapped(reply).then((text) => resolve({ reply, text }), reject);
      });
      request.end(body);
    });

  return {
    async post(body) {
      const key = await keyOf();
      try {
        const { reply, text } = await exchange(body, key);
        return resultOf(reply, text, address, key !== undefined);
      } catch (cause) {
        return { status: 'retry', problem: unreachable(address, cause) };
      }
    },
    close: () => agent.destroy(),
  };
}

async function readCapped(reply: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of reply) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > maxReplyBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, Math.min(bytes, maxReplyBytes));
}

function unreachable(address: URL, cause: unknown): TracerError {
  const { code, message } = cause as {
    readonly code?: string;
    readonly message?: string;
  };
  const advice = isLoopback(address)
    ? 'Start it with `npx sentrial serve`, or set SENTRIAL_API_URL to where it runs.'
    : 'Check SENTRIAL_API_URL and the network.';
  return new TracerError(
    'unreachable',
    `No collector answers at ${address.origin} (${code ?? message}). ${advice}`,
    { cause },
  );
}

function resultOf(reply: IncomingMessage, text: string, address: URL, hadKey: boolean): PostResult {
  const status = reply.statusCode ?? 0;
  if (status >= 200 && status < 300) return { status: 'stored', refused: refusedOf(text) };
  const said = `${address.origin} answered ${status}${messageOf(text)}.`;
  if (status === 401 || status === 403) {
    const advice = hadKey
      ? 'Check SENTRIAL_API_KEY, or the apiKey option.'
      : 'No API key was given: set SENTRIAL_API_KEY, or the apiKey option.';
    return {
      status: 'hold',
      problem: new TracerError('unauthorized', `${said} ${advice}`),
    };
  }
  if (status === 413) return { status: 'too-large', problem: new TracerError('refused', said) };
  if (passing.has(status)) {
    return {
      status: 'retry',
      problem: new TracerError('unreachable', said),
      ...retryAfter(reply),
    };
  }
  if (status === 400 || status === 422)
    return { status: 'refused', problem: new TracerError('refused', said) };
  const advice = 'Is this the address of a Sentrial collector? Check SENTRIAL_API_URL, or the apiUrl option.';
  return {
    status: 'hold',
    problem: new TracerError('refused', `${said} ${advice}`),
  };
}

function retryAfter(reply: IncomingMessage): { afterMs?: number } {
  const header = reply.headers['retry-after'];
  if (header === undefined) return {};
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? {} : { afterMs: Math.min(300_000, Math.max(1000, ms)) };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function messageOf(text: string): string {
  const { message } = parse(text);
  return typeof message === 'string' ? ` (${message.slice(0, 200).replace(/\.$/, '')})` : '';
}

function refusedOf(text: string): readonly RefusedItem[] {
  const { refused } = parse(text);
  if (!Array.isArray(refused)) return [];
  return refused.flatMap((entry: unknown) =>
    isObject(entry) && typeof entry.index === 'number'
      ? [{ index: entry.index, reason: String(entry.reason) }]
      : [],
  );
}

/** True for an address that no packet leaves the machine for. */
export const isLoopback = (address: URL): boolean =>
  address.hostname === 'localhost' ||
  address.hostname === '[::1]' ||
  /^127(\.\d+){3}$/.test(address.hostname);
