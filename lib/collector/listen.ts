import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { TracerError } from '../model/index.ts';
import type { Collector } from './collector.ts';
import { serverError, unreadable } from './http/problems.ts';

/** A listening collector. */
export interface Listening {
  readonly port: number;
  /** Stops listening and waits up to ten seconds for running requests. */
  close(): Promise<void>;
}

const portsTried = 20;
const closeMs = 10_000;

/**
 * Listens on the first free port of twenty, starting at `port`, or on any free port for 0.
 *
 * @throws {TracerError} `port` when none is available
 */
export async function listen(collector: Collector, host: string, port: number): Promise<Listening> {
  const last = port === 0 ? 0 : Math.min(65_535, port + portsTried - 1);
  for (let at = port; at <= last; at++) {
    const server = createHttpServer(collector);
    const problem = await startListening(server, host, at);
    if (!problem) return { port: (server.address() as AddressInfo).port, close: () => stop(server) };
    if (problem.code !== 'EADDRINUSE') {
      const message = `Cannot listen on ${host}:${at} (${problem.code}). Choose another with --port or --host.`;
      throw new TracerError('port', message, { cause: problem });
    }
  }
  throw new TracerError('port', `The ports ${port} to ${last} are all taken. Choose another with --port.`);
}

/** Creates a server whose responses all come from the collector or have its format. */
function createHttpServer(collector: Collector): Server {
  const listener = getRequestListener((request) => collector.fetch(request), {
    errorHandler: (error) => (error instanceof RequestError ? unreadable() : serverError()),
  });
  return createServer({ requireHostHeader: false }, listener)
    .on('checkExpectation', listener)
    .on('clientError', (error: NodeJS.ErrnoException, socket) => {
      refuse(socket, unreadable(error.code)).catch(() => socket.destroy());
    });
}

/** Responds on a connection that the parser rejected, and closes it. */
async function refuse(socket: Duplex, response: Response): Promise<void> {
  const body = await response.text();
  if (!socket.writable) return void socket.destroy();
  const headers = new Headers(response.headers);
  headers.set('connection', 'close');
  headers.set('content-length', String(Buffer.byteLength(body)));
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  const status = `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`;
  socket.end([status, ...lines, '', body].join('\r\n'), () => socket.destroy());
}

const startListening = (server: Server, host: string, port: number) =>
  new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen(port, host, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), closeMs).unref();
  await closed;
  clearTimeout(timer);
}
