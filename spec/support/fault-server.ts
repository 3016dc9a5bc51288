import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A request at a server with a fault. */
export interface FaultyRequest {
  readonly message: IncomingMessage;
  readonly body: Buffer;
  readonly response: ServerResponse;
  /** Lets the collector behind have the request, and answers with what it says. */
  readonly pass: () => Promise<void>;
  /** Lets the collector have it and keeps the answer back. */
  readonly swallow: () => Promise<void>;
}

/** What is done to a request. */
export type Fault = (request: FaultyRequest) => Promise<void> | void;

/** A port in front of a collector, with a fault that can be changed. */
export interface FaultServer {
  readonly url: string;
  /** When batches came, in milliseconds since the start. */
  readonly requestedAtMs: readonly number[];
  fault: Fault;
  /** Stops listening, as if the collector were down. */
  down(): Promise<void>;
  /** Listens again on the same port. */
  up(): Promise<void>;
}

/** Passes everything on. */
export const healthy: Fault = ({ pass }) => pass();

/** Answers with a status, whatever was asked. */
export const answering =
  (status: number, headers: Record<string, string> = {}): Fault =>
  ({ response }) => {
    response.writeHead(status, headers).end('{}');
  };

/** Says nothing. */
export const hanging: Fault = () => undefined;

/** Stores, then breaks the connection off in the middle of the answer. */
export const resetting: Fault = async ({ swallow, response }) => {
  await swallow();
  response.socket?.write('HTTP/1.1 200 OK\r\ncontent-le');
  response.socket?.resetAndDestroy();
};

/** Takes no body above a size. */
export const taking =
  (maxBytes: number): Fault =>
  ({ message, body, response, pass }) => {
    const isPacked = message.headers['content-encoding'] === 'gzip';
    const size = (isPacked ? gunzipSync(body) : body).length;
    return size > maxBytes ? void response.writeHead(413).end('{}') : pass();
  };

/** Starts a server with a fault in front of the collector at `target`. */
export async function startFaultServer(target: string, fault: Fault = healthy): Promise<FaultServer> {
  const startMs = performance.now();
  const requestedAtMs: number[] = [];
  let server: Server | undefined;
  let port = 0;

  const receive = async (message: IncomingMessage, response: ServerResponse) => {
    if (message.method === 'POST') requestedAtMs.push(performance.now() - startMs);
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const ask = () => {
      const { host: _, connection: __, 'content-length': ___, ...headers } = message.headers;
      const init = { method: message.method ?? 'GET', headers: headers as Record<string, string> };
      return fetch(target + message.url, init.method === 'GET' ? init : { ...init, body });
    };
    await self.fault({
      message,
      body,
      response,
      async pass() {
        const answer = await ask();
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      },
      async swallow() {
        await (await ask()).text();
      },
    });
  };

  const self: FaultServer = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    requestedAtMs,
    fault,
    async down() {
      const stopping = server;
      server = undefined;
      if (!stopping) return;
      const stopped = new Promise<void>((resolve) => stopping.close(() => resolve()));
      stopping.closeAllConnections();
      await stopped;
    },
    async up() {
      const starting = createServer((message, response) => {
        receive(message, response).catch(() => response.destroy());
      });
      await new Promise<void>((resolve) => starting.listen(port, '127.0.0.1', resolve));
      port = (starting.address() as AddressInfo).port;
      server = starting;
    },
  };
  await self.up();
  return self;
}
