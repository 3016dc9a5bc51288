import { createServer as createHttpServer } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { TracerError } from '../../lib/model/index.ts';
import { createBatchPoster } from '../../lib/transport/destinations/batch-poster.ts';
import { createBatchingTransport } from '../../lib/transport/index.ts';
import { authority, identityOf } from '../support/certificates.ts';

const trusted = getCACertificates();
beforeAll(() => setDefaultCACertificates([...trusted, authority]));
afterAll(() => setDefaultCACertificates(trusted));

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Secure {
  readonly port: number;
  /** The keys of the requests that came through. */
  readonly keys: readonly (string | undefined)[];
}

async function secureServer(options: ServerOptions): Promise<Secure> {
  const keys: (string | undefined)[] = [];
  const server = createServer(options, (request, response) => {
    keys.push(request.headers.authorization);
    request.resume().on('end', () => response.end('{}'));
  });
  return { port: await portOf(server), keys };
}

function transportTo(port: number, protocol = 'https:') {
  const problems: TracerError[] = [];
  const transport = createBatchingTransport(
    createBatchPoster(new URL(`${protocol}//127.0.0.1:${port}/api/sdk/batch`), async () => 'the-key'),
    { lingerMs: 1, onProblem: (problem) => problems.push(problem) },
  );
  onTestFinished(async () => {
    await transport.close(0);
  });
  transport.send([{ type: 'session', id: 'sess_1', revision: 1 }]);
  return { transport, problems };
}

describe('a collector over TLS', () => {
  it('is sent to when its certificate is signed by an authority that is trusted', async () => {
    const { port, keys } = await secureServer(identityOf('good'));
    const { transport } = transportTo(port);
    expect(await transport.flush(2000)).toBeUndefined();
    expect(keys).toEqual(['Bearer the-key']);
  });

  it.each([
    ['has expired', identityOf('expired'), 'renew it there'],
    ['is self-signed', identityOf('selfSigned'), 'NODE_EXTRA_CA_CERTS'],
    ['is for another host', identityOf('otherHost'), 'use the name that is in it'],
  ])('gets neither key nor data when its certificate %s', async (_, options, advice) => {
    const { port, keys } = await secureServer(options);
    const { transport, problems } = transportTo(port);
    await transport.flush(200);
    expect(problems[0]?.message).toContain(advice);
    expect(transport.stats()).toMatchObject({ accepted: 1, queued: 1 });
    expect(keys).toEqual([]);
  });

  it('receives neither when it only supports an old version', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const { port, keys } = await secureServer({ ...identityOf('good'), ...old });
    const { transport, problems } = transportTo(port);
    await transport.flush(200);
    expect(problems[0]?.message).toContain('let it speak 1.2 or newer');
    expect(transport.stats()).toMatchObject({ accepted: 1, queued: 1 });
    expect(keys).toEqual([]);
  });

  it('gets neither when it speaks no TLS at all', async () => {
    const received: Buffer[] = [];
    const server = createHttpServer();
    server.on('connection', (socket) => socket.on('data', (bytes) => received.push(bytes)));
    const { transport, problems } = transportTo(await portOf(server));
    await transport.flush(200);
    expect(problems[0]?.message).toContain('does not speak TLS at this port');
    expect(Buffer.concat(received).includes('the-key')).toBe(false);
    expect(transport.stats()).toMatchObject({ queued: 1 });
  });

  it('is waited for when it wants TLS and is spoken to without', async () => {
    const { port, keys } = await secureServer(identityOf('good'));
    const { transport } = transportTo(port, 'http:');
    await transport.flush(200);
    expect(transport.stats()).toMatchObject({ accepted: 1, queued: 1 });
    expect(keys).toEqual([]);
  });

  it('is waited for when the connection ends in the middle of the handshake', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.destroy());
    });
    const { transport, problems } = transportTo(await portOf(server));
    await transport.flush(200);
    expect(problems[0]?.code).toBe('unreachable');
    expect(transport.stats()).toMatchObject({ accepted: 1, queued: 1 });
  });

  it('is reported as a problem when its host name is unknown', async () => {
    const problems: TracerError[] = [];
    const address = new URL('https://collector.invalid/api/sdk/batch');
    const transport = createBatchingTransport(
      createBatchPoster(address, async () => 'the-key'),
      {
        lingerMs: 1,
        onProblem: (problem) => problems.push(problem),
      },
    );
    transport.send([{ type: 'session', id: 'sess_1', revision: 1 }]);
    await transport.flush(3000, 'until-failure');
    expect(problems[0]?.message).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(transport.stats()).toMatchObject({ accepted: 1, queued: 1 });
    await transport.close(0);
  });
});
