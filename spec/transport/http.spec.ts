import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../lib/transport/http.ts';

const encodings: (string | undefined)[] = [];
const server = createServer((request, response) => {
  encodings.push(request.headers['content-encoding']);
  request.resume().on('end', () => response.end('{}'));
});
const http = createHttpClient();

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve)));
afterAll(async () => {
  http.close();
  await new Promise((resolve) => server.close(resolve));
});

/** How a body was packed that was sent to a host, by which this machine is reached. */
async function packing(host: string, chars: number): Promise<string | undefined> {
  const { port } = server.address() as AddressInfo;
  await http.send({ url: new URL(`http://${host}:${port}/`), headers: {}, body: 'x'.repeat(chars) });
  return encodings.at(-1);
}

describe('a request', () => {
  it('is packed on its way to another machine, unless it is small', async () => {
    // Not a loopback address, though it leads here.
    expect(await packing('0.0.0.0', 100_000)).toBe('gzip');
    expect(await packing('0.0.0.0', 100)).toBeUndefined();
  });

  it('is sent as it is on this machine', async () => {
    expect(await packing('127.0.0.1', 100_000)).toBeUndefined();
  });
});
