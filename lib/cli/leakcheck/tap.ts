import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A proxy in front of a collector that keeps the requests. */
export interface Tap {
  readonly url: string;
  /** Returns all requests so far: URL, headers and body. */
  text(): string;
  close(): Promise<void>;
}

/**
 * Starts a proxy in front of a collector, on a free port of this machine.
 *
 * @param onRequest called with each request before it is forwarded
 */
export async function startTap(collectorUrl: string, onRequest: () => Promise<void>): Promise<Tap> {
  const seen: string[] = [];
  const handOn = async (message: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { authorization: _, ...headers } = message.headers;
    const text = message.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    seen.push(`${message.method} ${message.url} ${JSON.stringify(headers)}\n${text.toString()}`);
    await onRequest();
    const onward = request(new URL(message.url ?? '/', collectorUrl), {
      method: message.method,
      headers: { ...message.headers, host: new URL(collectorUrl).host },
    });
    onward.on('error', () => response.destroy());
    onward.on('response', (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    onward.end(body);
  };
  const server = createServer((message, response) => {
    handOn(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    text: () => seen.join('\n'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
