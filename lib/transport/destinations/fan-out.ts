import type { BatchItem, DeliveryStats, TracerError } from '../../model/index.ts';
import type { FlushMode, Transport } from '../transport.ts';

/** A transport with the name of its destination. */
export interface NamedTransport {
  readonly name: string;
  readonly transport: Transport;
}

/** Several transports that each get everything, and of which none waits for another. */
export interface FanOut {
  /** Hands items to each. */
  send(items: readonly BatchItem[]): void;
  /** Resolves when each has done what `Transport.flush` says; with the first problem, if any. */
  flush(ms: number, patience?: FlushMode): Promise<TracerError | undefined>;
  /** Likewise. */
  close(ms: number): Promise<TracerError | undefined>;
  /** The counts of each by name. Those of two with the same name come one after the other. */
  stats(): readonly (readonly [name: string, stats: DeliveryStats])[];
  /** Items that some destination would not get if the process ended now. */
  atRisk(): number;
}

/** Puts transports side by side. */
export function fanOut(named: readonly NamedTransport[]): FanOut {
  const transports = named.map(({ transport }) => transport);
  const each = async (act: (transport: Transport) => Promise<TracerError | undefined>) =>
    (await Promise.all(transports.map(act))).find((problem) => problem !== undefined);
  return {
    send: (items) => {
      for (const transport of transports) {
        if (transport.sendAll) transport.sendAll(items);
        else for (const item of items) transport.send(item);
      }
    },
    flush: (ms, patience) => each((transport) => transport.flush(ms, patience)),
    close: (ms) => each((transport) => transport.close(ms)),
    stats: () => named.map(({ name, transport }) => [name, transport.stats()] as const),
    atRisk: () => transports.reduce((sum, transport) => sum + transport.atRisk(), 0),
  };
}
