import { addStats, type DeliveryStats, type TracerError } from '../../model/index.ts';
import type { Transport } from '../transport.ts';

/** A transport with the name of its destination. */
export interface NamedTransport {
  readonly name: string;
  readonly transport: Transport;
}

/** A transport that sends each item to several destinations. */
export interface FanOut extends Transport {
  /** Returns the counts of each destination by name, including those of nested fan-outs. */
  statsByName(): readonly (readonly [name: string, stats: DeliveryStats])[];
}

/** Combines transports into one. Each receives every item, and none waits for another. */
export function fanOut(named: readonly NamedTransport[]): FanOut {
  const transports = named.map(({ transport }) => transport);
  const each = async (act: (transport: Transport) => Promise<TracerError | undefined>) =>
    (await Promise.all(transports.map(act))).find((problem) => problem !== undefined);
  return {
    send(items) {
      const failures: unknown[] = [];
      for (const transport of transports) {
        try {
          transport.send(items);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
    flush: (ms, mode) => each((transport) => transport.flush(ms, mode)),
    close: (ms) => each((transport) => transport.close(ms)),
    stats: () => addStats(transports.map((transport) => transport.stats())),
    statsByName: () =>
      named.flatMap(({ name, transport }) =>
        isFanOut(transport) ? transport.statsByName() : [[name, transport.stats()] as const],
      ),
    atRisk: () => transports.reduce((sum, transport) => sum + transport.atRisk(), 0),
    hasOrphans: () => transports.some((transport) => transport.hasOrphans?.() === true),
  };
}

const isFanOut = (transport: Transport): transport is FanOut => 'statsByName' in transport;
