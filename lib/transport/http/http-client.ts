import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { clearTimeout, setTimeout } from 'node:timers';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** An HTTP request. */
export interface HttpRequest {
  readonly url: URL;
  /** @default `POST` */
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The response to a request, with up to 64 KiB of its body. */
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

/** Time limits in milliseconds for a request and for reading its response. */
export interface HttpTimes {
  /** @default 10,000 */
  readonly requestMs?: number;
  /** @default 5,000 */
  readonly replyMs?: number;
}

/** Captured at load, so that later patches of the host do not see our requests. */
const requesters = { 'http:': httpRequest, 'https:': httpsRequest };
const maxReplyBytes = 65_536;
const worthPacking = 1024;
const packFast = 3;
const pack = promisify(gzip);

/**
 * Creates an {@link HttpClient}. It compresses large bodies for other machines, and keeps no process alive.
 */
export function createHttpClient(times: HttpTimes = {}): HttpClient {
  const { requestMs = 10_000, replyMs = 5000 } = times;
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
      const timer = setTimeout(late, Math.max(1, deadlineMs - performance.now())).unref();
      request.on('socket', (socket) => socket.unref());
      let isAnswered = false;
      request.on('error', (error) => {
        // After the head, errors of the body are handled by its reader.
        if (!isAnswered) reject(Object.assign(error, { isStale: request.reusedSocket && !isLate }));
      });
      request.on('close', () => clearTimeout(timer));
      request.on('response', (reply) => {
        isAnswered = true;
        readCapped(reply, replyMs, (bytes) => resolve(new Reply(reply, bytes)));
      });
      request.end(body);
    });

  return {
    async send(request) {
      const plain = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
      const packed = packs && plain.byteLength >= worthPacking && !isLoopback(request.url);
      const body = packed ? await pack(plain, { level: packFast }) : plain;
      const headers = packed ? { ...request.headers, 'content-encoding': 'gzip' } : request.headers;
      const deadlineMs = performance.now() + requestMs;
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
function readCapped(reply: IncomingMessage, ms: number, done: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => reply.destroy(), ms).unref();
  const end = () => {
    clearTimeout(timer);
    done(Buffer.concat(chunks).subarray(0, maxReplyBytes));
  };
  reply.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxReplyBytes) reply.destroy();
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
