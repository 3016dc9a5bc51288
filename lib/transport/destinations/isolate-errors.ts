import { emptyStats, isTracerError, TracerError } from '../../model/index.ts';
import type { Transport } from '../transport.ts';

/**
 * A transport of anybody's that keeps what {@link Transport} says: no method throws, and an item that it threw at is
 * counted as lost; so is each when it could not even be opened.
 */
export function isolateErrors(open: () => Transport, onFailure: (detail: string) => void): Transport {
  let failed = 0;
  const transport = opened(open);

  const trying = async (act: () => Promise<TracerError | undefined>) => {
    try {
      return await act();
    } catch (cause) {
      return isTracerError(cause) ? cause : new TracerError('unreachable', String(cause), { cause });
    }
  };
  const reading = <R>(read: () => R, otherwise: R): R => {
    try {
      return read();
    } catch {
      return otherwise;
    }
  };

  const handing = (items: number, hand: () => void) => {
    try {
      hand();
    } catch (error) {
      failed += items;
      onFailure(error instanceof Error ? error.name : typeof error);
    }
  };

  return {
    send: (item) => handing(1, () => transport.send(item)),
    sendAll(items) {
      if (transport.sendAll) handing(items.length, () => transport.sendAll?.(items));
      else for (const item of items) handing(1, () => transport.send(item));
    },
    flush: (ms, patience) => trying(() => transport.flush(ms, patience)),
    close: (ms) => trying(() => transport.close(ms)),
    stats() {
      const stats = reading(() => transport.stats(), emptyStats);
      if (failed === 0) return stats;
      const dropped = { ...stats.dropped, failed: stats.dropped.failed + failed };
      return { ...stats, accepted: stats.accepted + failed, dropped };
    },
    atRisk: () => reading(() => transport.atRisk(), 0),
  };
}

function opened(open: () => Transport): Transport {
  try {
    return open();
  } catch (error) {
    const refuse = () => {
      throw error;
    };
    const told = async () => refuse();
    return { send: refuse, flush: told, close: told, stats: () => emptyStats, atRisk: () => 0 };
  }
}
