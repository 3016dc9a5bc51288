import { emptyStats, isTracerError, TracerError } from '../../model/index.ts';
import { describeThrown, ignoreErrors } from '../../primitives/index.ts';
import type { Transport } from '../transport.ts';

/**
 * Wraps a transport so that its errors do not reach other destinations or the host program.
 *
 * Items that `send` throws at are counted as dropped, as are all items when `open` throws.
 */
export function isolateErrors(open: () => Transport, onFailure: (detail: string) => void): Transport {
  let failed = 0;
  const transport = openOrRefuse(open);

  const settle = async (act: () => Promise<TracerError | undefined>) => {
    try {
      return await act();
    } catch (cause) {
      return isTracerError(cause) ? cause : new TracerError('unreachable', describeThrown(cause), { cause });
    }
  };
  const read = <R>(act: () => R, fallback: R): R => {
    try {
      return act();
    } catch {
      return fallback;
    }
  };

  return {
    send(items) {
      try {
        transport.send(items);
      } catch (error) {
        failed += items.length;
        ignoreErrors(onFailure, error instanceof Error ? error.name : typeof error);
      }
    },
    flush: (ms, mode) => settle(() => transport.flush(ms, mode)),
    close: (ms) => settle(() => transport.close(ms)),
    stats() {
      const stats = read(() => transport.stats(), emptyStats);
      if (failed === 0) return stats;
      const dropped = { ...stats.dropped, failed: stats.dropped.failed + failed };
      return { ...stats, accepted: stats.accepted + failed, dropped };
    },
    atRisk: () => read(() => transport.atRisk(), 0),
    hasOrphans: () => read(() => transport.hasOrphans?.() === true, false),
  };
}

/** Returns a transport that throws the error of `open` at every item when `open` throws. */
function openOrRefuse(open: () => Transport): Transport {
  try {
    return open();
  } catch (error) {
    const refuse = () => {
      throw error;
    };
    const refuseLater = async () => refuse();
    return { send: refuse, flush: refuseLater, close: refuseLater, stats: () => emptyStats, atRisk: () => 0 };
  }
}
