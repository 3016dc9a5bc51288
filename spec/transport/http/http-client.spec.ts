import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../lib/transport/http/http-client.ts';

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
  it('is compressed for another machine, unless it is small', async () => {
    // Not a loopback address, though it leads here.
    expect(await packing('0.0.0.0', 100_000)).toBe('gzip');
    expect(await packing('0.0.0.0', 100)).toBeUndefined();
  });

  it('is sent uncompressed on this machine', async () => {
    expect(await packing('127.0.0.1', 100_000)).toBeUndefined();
  });

  it('is sent once and times out when an open connection stays silent', async () => {
    const paths: (string | undefined)[] = [];
    const silent = createServer((request, response) => {
      paths.push(request.url);
      if (request.url === '/first') request.resume().on('end', () => response.end('{}'));
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const client = createHttpClient({ requestMs: 300 });
    const to = (path: string) => {
      const { port } = silent.address() as AddressInfo;
      return client.send({ url: new URL(`http://127.0.0.1:${port}${path}`), headers: {}, body: '{}' });
    };
    await to('/first');
    await expect(to('/second')).rejects.toThrow('no answer within 0.3 seconds');
    expect(paths).toEqual(['/first', '/second']);
    client.close();
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('is sent again when an open connection was closed', async () => {
    let count = 0;
    const closing = createServer((request, response) => {
      count++;
      request.resume().on('end', () => {
        if (count === 2) request.socket.destroy();
        else response.end('{}');
      });
    });
    await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
    const client = createHttpClient();
    const { port } = closing.address() as AddressInfo;
    const request = { url: new URL(`http://127.0.0.1:${port}/`), headers: {}, body: '{}' };
    await client.send(request);
    expect((await client.send(request)).status).toBe(200);
    expect(count).toBe(3);
    client.close();
    await new Promise((resolve) => closing.close(resolve));
  });
});
