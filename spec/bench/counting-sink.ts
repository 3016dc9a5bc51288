import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** An HTTP server in a process of its own, so that its work is not measured. It counts what it is sent. */
export interface CountingSink {
  readonly url: string;
  /** Items of our batches and spans of OTLP requests that arrived so far. */
  counts(): Promise<{ readonly items: number; readonly spans: number }>;
  stop(): void;
}

/** Starts a sink. */
export async function startCountingSink(): Promise<CountingSink> {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: [] });
  const port = await new Promise<number>((resolve) => child.once('message', (port) => resolve(Number(port))));
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    counts: async () => (await (await fetch(`${url}/counts`)).json()) as { items: number; spans: number },
    stop: () => child.kill(),
  };
}

function serve(): void {
  let items = 0;
  let spans = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    if (request.url === '/v1/traces') spans += countSpans(body);
    const count =
      request.url === '/api/sdk/batch' ? (JSON.parse(body.toString()).items as unknown[]).length : 0;
    items += count;
    const isOtlp = request.url === '/v1/traces';
    response.writeHead(200, { 'content-type': isOtlp ? 'application/x-protobuf' : 'application/json' });
    if (isOtlp) response.end();
    else
      response.end(JSON.stringify(count ? { stored: count, duplicates: 0, refused: [] } : { items, spans }));
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit());
}

/** Spans of an `ExportTraceServiceRequest`: field 1 holds resources, of these field 2 scopes, of these 2 spans. */
function countSpans(message: Buffer): number {
  let count = 0;
  for (const resource of fields(message, 1)) {
    for (const scope of fields(resource, 2)) count += [...fields(scope, 2)].length;
  }
  return count;
}

function* fields(message: Buffer, wanted: number): Generator<Buffer> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at++] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else {
      const length = varint();
      if (tag >>> 3 === wanted) yield message.subarray(at, at + length);
      at += length;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve();
