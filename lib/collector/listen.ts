import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { TracerError } from '../model/index.ts';
import type { Collector } from './collector.ts';

/** A collector that listens. */
export interface Listening {
  readonly port: number;
  /** Stops listening and waits for the requests under way, ten seconds at most. */
  close(): Promise<void>;
}

const portsTried = 20;
const closeMs = 10_000;

/**
 * Listens on the first free port from `port` on, of twenty; on any free one for port 0.
 *
 * @throws {TracerError} `port` when none of them can be listened on
 */
export async function listen(collector: Collector, host: string, port: number): Promise<Listening> {
  const last = port === 0 ? 0 : Math.min(65_535, port + portsTried - 1);
  for (let at = port; at <= last; at++) {
    const server = createAdaptorServer({ fetch: (request) => collector.fetch(request) });
    const problem = await startListening(server, host, at);
    if (!problem) return { port: (server.address() as AddressInfo).port, close: () => stop(server) };
    if (problem.code !== 'EADDRINUSE') {
      const message = `Cannot listen on ${host}:${at} (${problem.code}). Choose another with --port or --host.`;
      throw new TracerError('port', message, { cause: problem });
    }
  }
  throw new TracerError('port', `The ports ${port} to ${last} are all taken. Choose another with --port.`);
}

const startListening = (server: ServerType, host: string, port: number) =>
  new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen(port, host, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });

async function stop(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  const timer = setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
  }, closeMs).unref();
  await closed;
  clearTimeout(timer);
}
