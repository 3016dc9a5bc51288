import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';

let collector: SpecCollector;

beforeAll(async () => {
  collector = await startSpecCollector();
});
afterAll(() => collector.close());

/** What is answered to bytes as they are, until the connection ends. */
async function answerTo(bytes: string): Promise<{ readonly status: number; readonly json: unknown }> {
  const socket = connect(collector.port, '127.0.0.1').setEncoding('utf8');
  let text = '';
  socket.on('data', (data) => (text += data));
  socket.end(bytes);
  await once(socket, 'close');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), json: JSON.parse(body) };
}

describe('a request that cannot be read', () => {
  it.each([
    ['is not HTTP', 'NONSENSE\r\n\r\n', 400],
    ['has too many headers', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['names no host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['names a host that is none', 'GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['names two hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: x\r\nConnection: close\r\n\r\n', 421],
    ['has an address that is none', 'GET /\\ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
    [
      'has a body of two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
  ])('since it %s is answered by an error like any other', async (_, bytes, status) => {
    expect(await answerTo(bytes)).toEqual({
      status,
      json: { error: expect.any(String), message: expect.any(String) },
    });
  });
});

describe('a request with an unknown expectation', () => {
  it('is answered normally', async () => {
    const bytes = 'GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: magic\r\nConnection: close\r\n\r\n';
    expect(await answerTo(bytes)).toMatchObject({ status: 200, json: { status: 'ok' } });
  });
});

describe('a body that is too large', () => {
  it.each([9, 20, 40])('is refused after %i MiB without an end of the connection', async (mebibytes) => {
    const posting = request(`${collector.url}/api/sdk/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${specKey}`, 'content-type': 'application/json' },
    });
    const answered = once(posting, 'response');
    for (let sent = 0; sent < mebibytes; sent++) posting.write('x'.repeat(1024 * 1024));
    posting.end();
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(413);
  });
});
