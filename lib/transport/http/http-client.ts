import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Clock, systemClock } from '../../primitives/index.ts';

/** An HTTP request. */
export interface HttpRequest {
  readonly url: URL;
  /** @default `POST` */
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The response to a request, with its body up to the limit. */
export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as bytes. */
  readonly bytes: Uint8Array;
}

/** Sends requests over one persistent connection. */
export interface HttpClient {
  /**
   * Resolves with the head of the response and as much of its body as arrives. Redirects are not followed,
   * because they would carry the key along.
   *
   * @throws when no response arrives within ten seconds
   */
  send(request: HttpRequest): Promise<HttpReply>;
  /** Closes the connection. */
  close(): void;
}

/** Limits of requests. */
export interface HttpLimits {
  /** Time limit of a request in milliseconds. @default 10,000 */
  readonly requestMs?: number;
  /** Time limit for reading a response in milliseconds. @default 5,000 */
  readonly replyMs?: number;
  /** Bytes of a response that are read. @default 65,536 */
  readonly maxReplyBytes?: number;
  /** @default the system clock */
  readonly clock?: Clock;
}

/** Captured at load, so that later patches of the host do not see our requests. */
const requesters = { 'http:': httpRequest, 'https:': httpsRequest };
const worthPacking = 1024;
const packFast = 3;
const pack = promisify(gzip);

/**
 * Creates an {@link HttpClient}. It compresses large bodies for other machines, and keeps no process alive.
 */
export function createHttpClient(limits: HttpLimits = {}): HttpClient {
  const { requestMs = 10_000, replyMs = 5000, maxReplyBytes = 65_536, clock = systemClock } = limits;
  const settings = { keepAlive: true, maxSockets: 1, scheduling: 'lifo' } as const;
  const agents = { 'http:': new HttpAgent(settings), 'https:': new HttpsAgent(settings) };
  let packs = true;

  const exchange = (
    { url, method = 'POST', headers }: HttpRequest,
    body: Uint8Array,
    deadlineMs: number,
  ): Promise<HttpReply> =>
    new Promise((resolve, reject) => {
      const protocol = url.protocol === 'https:' ? 'https:' : 'http:';
      const request = requesters[protocol](url, {
        method,
        agent: agents[protocol],
        headers: { ...headers, 'content-length': body.byteLength },
      });
      let isLate = false;
      const late = () => {
        isLate = true;
        request.destroy(new Error(`no answer within ${requestMs / 1000} seconds`));
      };
      const timer = clock.startTimer(Math.max(1, deadlineMs - clock.monotonicMs()), late);
      request.on('socket', (socket) => socket.unref());
      let isAnswered = false;
      request.on('error', (error) => {
        // After the head, errors of the body are handled by its reader.
        if (!isAnswered) reject(Object.assign(error, { isStale: request.reusedSocket && !isLate }));
      });
      request.on('close', () => timer.cancel());
      request.on('response', (reply) => {
        isAnswered = true;
        const readLimits = { ms: replyMs, maxBytes: maxReplyBytes, clock };
        readLimited(reply, readLimits, (bytes) => resolve(new Reply(reply, bytes)));
      });
      request.end(body);
    });

  return {
    async send(request) {
      const plain = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
      const packed = packs && plain.byteLength >= worthPacking && !isLoopback(request.url);
      const body = packed ? await pack(plain, { level: packFast }) : plain;
      const headers = packed ? { ...request.headers, 'content-encoding': 'gzip' } : request.headers;
      const deadlineMs = clock.monotonicMs() + requestMs;
      try {
        const reply = await exchange({ ...request, headers }, body, deadlineMs);
        if (reply.status !== 415 || !packed) return reply;
        packs = false;
        return await exchange(request, plain, deadlineMs);
      } catch (error) {
        // The server can have closed an idle connection, or this process was asleep.
        if (!(error as { isStale?: boolean }).isStale) throw error;
        return exchange({ ...request, headers }, body, deadlineMs);
      }
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

class Reply implements HttpReply {
  readonly status: number;
  readonly bytes: Buffer;
  readonly #message: IncomingMessage;

  constructor(message: IncomingMessage, bytes: Buffer) {
    this.status = message.statusCode ?? 0;
    this.bytes = bytes;
    this.#message = message;
  }

  get headers(): IncomingHttpHeaders {
    return this.#message.headers;
  }

  get text(): string {
    return this.bytes.toString();
  }
}

/** Reads as much of a body as arrives. An incomplete body is not an error. */
function readLimited(
  reply: IncomingMessage,
  { ms, maxBytes, clock }: { readonly ms: number; readonly maxBytes: number; readonly clock: Clock },
  done: (body: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = clock.startTimer(ms, () => reply.destroy());
  const end = () => {
    timer.cancel();
    done(Buffer.concat(chunks).subarray(0, maxBytes));
  };
  reply.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) reply.destroy();
  });
  reply.once('end', end);
  reply.once('close', end);
  // The status is already known.
  reply.on('error', () => undefined);
}

/** Returns whether packets to this URL stay on this machine. */
export const isLoopback = (address: URL): boolean =>
  address.hostname === 'localhost' ||
  address.hostname === '[::1]' ||
  /^127(\.\d+){3}$/.test(address.hostname);
