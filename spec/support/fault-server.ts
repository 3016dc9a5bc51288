import { createServer, type Server, type Socket } from 'node:net';
import type { Collector } from '../../lib/collector/index.ts';
import { listen } from '../../lib/collector/listen.ts';

/** What is done to each connection while the fault lasts. */
export type Fault = (socket: Socket) => void;

/** A port that misbehaves, then belongs to a collector. */
export interface FaultServer {
  readonly port: number;
  readonly url: string;
  /** Connections taken while the fault lasted, in milliseconds since it began. */
  readonly connectedAtMs: readonly number[];
  /** Ends the fault: from now on the collector answers. */
  recover(): Promise<void>;
  close(): Promise<void>;
}

/** Listens on a free port with a fault. */
export async function startFault(fault: Fault, collector: Collector): Promise<FaultServer> {
  const sockets = new Set<Socket>();
  const connectedAtMs: number[] = [];
  const startMs = performance.now();
  const server: Server = createServer((socket) => {
    connectedAtMs.push(performance.now() - startMs);
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    fault(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  let healthy: { close(): Promise<void> } | undefined;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connectedAtMs,
    async recover() {
      await stop();
      healthy = await listen(collector, '127.0.0.1', port);
    },
    async close() {
      if (server.listening) await stop();
      await healthy?.close();
    },
  };
}

/** Answers every request with a status, once its head is there. */
export const answering =
  (status: number, headers = ''): Fault =>
  (socket) => {
    socket.on('data', () =>
      socket.write(`HTTP/1.1 ${status} Fault\r\n${headers}content-length: 2\r\n\r\n{}`),
    );
  };

/** Takes what comes and says nothing. */
export const hanging: Fault = (socket) => void socket.resume();

/** Breaks the connection off in the middle of an answer. */
export const resetting: Fault = (socket) => {
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-le');
    socket.resetAndDestroy();
  });
};
