import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { classifyResponse } from '../../lib/transport/delivery/classify-response.ts';
import { createBatchPoster } from '../../lib/transport/destinations/batch-poster.ts';
import { createBatchingTransport, type Transport } from '../../lib/transport/index.ts';

type Speak = (socket: Socket) => void;

const requestMs = 400;

/** A transport to a server that answers every request with bytes of its own. */
async function speaking(speak: Speak): Promise<Transport> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let heard = '';
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        heard += bytes;
        const [head = '', body] = heard.split('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        if (body === undefined || body.length < length) return;
        heard = '';
        speak(socket);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = new URL(`http://127.0.0.1:${port}/api/sdk/batch`);
  const transport = createBatchingTransport(
    createBatchPoster(address, async () => 'k', { requestMs, replyMs: 200 }),
    { lingerMs: 1 },
  );
  onTestFinished(async () => {
    await transport.close(0);
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return transport;
}

const head = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;
const saying =
  (text: string, then: 'end' | 'stay' = 'end'): Speak =>
  (socket) => {
    socket.write(text);
    if (then === 'end') socket.end();
  };

async function outcomeOf(speak: Speak): Promise<{ readonly stored: number; readonly queued: number }> {
  const transport = await speaking(speak);
  transport.send([{ type: 'session', id: 'sess_1', revision: 1 }]);
  await transport.flush(requestMs * 2, 'until-failure');
  const { stored, queued, accepted } = transport.stats();
  expect(stored + queued).toBe(accepted);
  return { stored, queued };
}

const taken = { stored: 1, queued: 0 };
const kept = { stored: 0, queued: 1 };

describe('an answer counts as stored when it is 2xx and its head is whole', () => {
  it.each<[string, Speak]>([
    ['a page of HTML', saying(`${head('HTTP/1.1 200 OK', 'content-type: text/html')}<h1>Welcome</h1>`)],
    ['no body', saying(head('HTTP/1.1 204 No Content'))],
    ['an empty body', saying(head('HTTP/1.1 200 OK', 'content-length: 0'))],
    ['fewer bytes than it says', saying(`${head('HTTP/1.1 200 OK', 'content-length: 5000')}{`)],
    ['a body that never ends', saying(`${head('HTTP/1.1 200 OK', 'content-length: 5000')}{`, 'stay')],
    ['gzip that is none', saying(`${head('HTTP/1.1 200 OK', 'content-encoding: gzip')}\x1f\x8bnonsense`)],
    ['chunks that are none', saying(`${head('HTTP/1.1 200 OK', 'transfer-encoding: chunked')}zz\r\n{}`)],
    ['JSON of another form', saying(`${head('HTTP/1.1 200 OK')}{"refused":[{"index":"x"},7,null],"a":`)],
    ['refusals of items that were not sent', saying(`${head('HTTP/1.1 200 OK')}{"refused":[{"index":9}]}`)],
    [
      'a 100 and a 103 before it',
      saying(
        head('HTTP/1.1 100 Continue') +
          head('HTTP/1.1 103 Early Hints', 'link: </a>; rel=preload') +
          head('HTTP/1.1 200 OK', 'content-length: 2') +
          '{}',
      ),
    ],
  ])('%s', async (_, speak) => {
    expect(await outcomeOf(speak)).toEqual(taken);
  });

  it.each<[string, Speak]>([
    ['a head that breaks off', saying('HTTP/1.1 200 OK\r\ncontent-le')],
    ['a head that never ends', saying('HTTP/1.1 200 OK\r\ncontent-le', 'stay')],
    ['no head at all', (socket) => socket.end()],
    ['a reset', (socket) => void socket.resetAndDestroy()],
    ['another protocol', saying('220 mail.example ESMTP ready\r\n')],
    ['a head of a megabyte', saying(head('HTTP/1.1 200 OK', `x-bomb: ${'x'.repeat(1_048_576)}`))],
    ['a head of 100,000 lines', saying(head('HTTP/1.1 200 OK', ...new Array(100_000).fill('x: y')))],
    ['a 100 and nothing after it', saying(head('HTTP/1.1 100 Continue'), 'stay')],
    ['one 103 after another', (socket) => void floodHints(socket)],
    ['a status that is none', saying(head('HTTP/1.1 999 What', 'content-length: 0'))],
    ['two lengths', saying(`${head('HTTP/1.1 200 OK', 'content-length: 2', 'content-length: 3')}{}`)],
  ])('and not when it is %s', async (_, speak) => {
    expect(await outcomeOf(speak)).toEqual(kept);
  });

  it('and body bytes after the first 64 KiB are neither awaited nor kept', async () => {
    const before = process.memoryUsage().rss;
    const block = Buffer.alloc(65_536, 'x');
    let written = 0;
    const flood = (socket: Socket): void => {
      socket.write(head('HTTP/1.1 200 OK', `content-length: ${2 ** 30}`));
      const pour = () => {
        while (!socket.destroyed && socket.writable && socket.write(block)) written += block.length;
      };
      socket.on('drain', pour);
      pour();
    };
    const startMs = performance.now();
    expect(await outcomeOf(flood)).toEqual(taken);
    expect(performance.now() - startMs).toBeLessThan(requestMs);
    expect(written).toBeLessThan(16 * 1_048_576);
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1_048_576);
  });
});

function floodHints(socket: Socket): void {
  const timer = setInterval(() => socket.write(head('HTTP/1.1 103 Early Hints', 'link: </a>')), 10);
  socket.on('close', () => clearInterval(timer));
}

describe('Retry-After', () => {
  const reply = (value: string) => ({
    status: 429,
    headers: { 'retry-after': value },
    text: '',
    bytes: new Uint8Array(),
  });
  const asked = { address: new URL('http://127.0.0.1'), hadKey: true };

  it.each([
    ['5', 5000],
    ['0', 1000],
    ['-7', 1000],
    ['0.2', 1000],
    ['299', 299_000],
    ['86400', 300_000],
    ['1e99', 300_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 1000],
    ['Fri, 31 Dec 2100 23:59:59 GMT', 300_000],
    ['soon', undefined],
    ['NaN', undefined],
  ])('of %j waits %s ms', (value, afterMs) => {
    const verdict = classifyResponse(reply(value), 1, asked);
    expect(verdict).toMatchObject({ status: 'retry' });
    expect('afterMs' in verdict ? verdict.afterMs : undefined).toBe(afterMs);
  });

  it('as a date waits until then', () => {
    const verdict = classifyResponse(reply(new Date(Date.now() + 20_000).toUTCString()), 1, asked);
    expect('afterMs' in verdict && verdict.afterMs).toBeGreaterThan(18_000);
    expect('afterMs' in verdict && verdict.afterMs).toBeLessThanOrEqual(20_000);
  });
});
