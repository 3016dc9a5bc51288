import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Random } from './random.ts';

/** A port before a collector that breaks connections off, and notes which events were acknowledged. */
export interface FaultProxy {
  readonly url: string;
  /** Where it leads; 0 while it is not known. */
  target: number;
  /** How many of a hundred requests are broken off, before, in or after the collector's part. */
  resetPercent: number;
  /** Events of the requests that the collector answered with 200, but for those it refused. */
  readonly acknowledged: ReadonlySet<string>;
  close(): void;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Opens a proxy. */
export async function openFaultProxy(random: Random): Promise<FaultProxy> {
  const acknowledged = new Set<string>();

  const ask = (message: IncomingMessage, body: Buffer) =>
    new Promise<Answer>((resolve, reject) => {
      const { method, url: path, headers } = message;
      const options = { host: '127.0.0.1', port: proxy.target, method, path, headers, agent: false };
      const asked = httpRequest(options, async (reply) => {
        try {
          resolve({ status: reply.statusCode ?? 0, body: await bodyOf(reply) });
        } catch (error) {
          reject(error);
        }
      });
      asked.on('error', reject).end(body);
    });
  const receive = async (message: IncomingMessage, response: ServerResponse) => {
    const reset = () => void message.socket.resetAndDestroy();
    const isHit = random.next() * 100 < proxy.resetPercent;
    const where = isHit ? random.pick(['before', 'after', 'inside'] as const) : undefined;
    const body = await bodyOf(message);
    if (where === 'before') return reset();
    const { status, body: said } = await ask(message, body);
    if (status === 200 && message.url === '/api/sdk/batch') note(message, body, said, acknowledged);
    if (where === 'after') return reset();
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': said.length });
    if (where !== 'inside') return void response.end(said);
    response.write(said.subarray(0, said.length >> 1), reset);
  };

  const server = createServer((message, response) => {
    receive(message, response).catch(() => message.socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: 0,
    resetPercent: 0,
    acknowledged,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return proxy;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function note(message: IncomingMessage, body: Buffer, said: Buffer, acknowledged: Set<string>): void {
  const text = message.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const { items } = JSON.parse(text.toString()) as { items: { type: string; id: string }[] };
  const { refused = [] } = JSON.parse(said.toString()) as { refused?: { index: number }[] };
  const wasRefused = new Set(refused.map(({ index }) => index));
  for (const [index, { type, id }] of items.entries())
    if (type === 'event' && !wasRefused.has(index)) acknowledged.add(id);
}
