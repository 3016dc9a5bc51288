import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { BatchItem } from '../../lib/model/index.ts';

/** An answer of a sink; `undefined` leaves the request without one. */
export interface SinkAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** A batch as it came over the wire. */
export interface SinkRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly items: readonly BatchItem[];
}

/** An HTTP server that keeps the requests it receives, with scripted responses. */
export interface Sink {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SinkRequest[];
  /** The items of all requests that were answered with 200. */
  stored(): readonly BatchItem[];
  close(): Promise<void>;
}

/** Starts a sink. `answer` is asked for each request, counted from 0. @default 200 for all */
export async function startSink(
  answer: (request: SinkRequest, count: number) => SinkAnswer | undefined = () => ({ status: 200 }),
  port = 0,
): Promise<Sink> {
  const requests: SinkRequest[] = [];
  const stored: BatchItem[] = [];

  const receive = async (message: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    if (message.method === 'GET') {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{}');
      return;
    }
    const isPacked = message.headers['content-encoding'] === 'gzip';
    const body = (isPacked ? gunzipSync(bytes) : bytes).toString();
    const { items } = JSON.parse(body) as { items: readonly BatchItem[] };
    const request = { path: message.url ?? '', headers: message.headers, body, items };
    requests.push(request);
    const said = answer(request, requests.length - 1);
    if (!said) return;
    if (said.status === 200) stored.push(...items);
    response.writeHead(said.status, { 'content-type': 'application/json', ...said.headers });
    response.end(said.body ?? '{}');
  };
  const server = createServer((message, response) => {
    receive(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    requests,
    stored: () => stored,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const sink = await startSink();
  await sink.close();
  return sink.port;
}
