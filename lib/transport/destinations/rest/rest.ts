import { createHash } from 'node:crypto';
import { addStats, type BatchItem } from '../../../model/index.ts';
import { createBatchingTransport } from '../../delivery/batching.ts';
import type { Transport } from '../../transport.ts';
import { createBlockedPoster } from '../blocked.ts';
import type { Destination, DestinationHost } from '../destination.ts';
import { fanOut } from '../fan-out.ts';
import { createRestPoster, type RestSessions } from './rest-poster.ts';
import { SessionBook } from './session-book.ts';

/** Sessions whose requests are under way at the same time. */
const lanes = 8;
const maxQueuedItems = 10_000;
const maxQueuedBytes = 33_554_432;

/**
 * The REST routes of the hosted product, or of a collector, at the address and with the key that the options name: each
 * session, event and change is a request of its own, in order within a session. What waits is in memory.
 *
 * These routes make the ids themselves: what is sent again because an answer was lost can arrive twice. Each request
 * has an `Idempotency-Key`, and our ids in its metadata tell the two apart.
 */
export function toRest(): Destination {
  return { name: 'rest', usesCollector: true, open: openRest };
}

function openRest(host: DestinationHost): Transport {
  const { url, keyOf, addressProblem, onProblem, onDrop, outside } = host;
  const sessions: RestSessions = { book: new SessionBook(), ids: new Map(), totals: new Map() };
  const options = {
    maxBatchItems: 1,
    maxQueuedItems: maxQueuedItems / lanes,
    maxQueuedBytes: maxQueuedBytes / lanes,
    onProblem,
    onDrop,
    outside,
  };
  const transports = Array.from({ length: lanes }, () =>
    createBatchingTransport(
      addressProblem ? createBlockedPoster(addressProblem) : createRestPoster(url, keyOf, sessions),
      options,
    ),
  );
  return inLanes(transports);
}

/** Several transports of which each gets the whole of a session, and of the sessions below it. */
function inLanes(transports: readonly Transport[]): Transport {
  const all = fanOut(transports.map((transport) => ({ name: '', transport })));
  const laneOf = createLanes(transports.length);
  return {
    send: (item) => transports[laneOf(item)]?.send(item),
    flush: (ms, patience) => all.flush(ms, patience),
    close: (ms) => all.close(ms),
    stats: () => addStats(all.stats().map(([, stats]) => stats)),
    atRisk: () => all.atRisk(),
  };
}

const maxRemembered = 10_000;

/** A session below another goes where that one goes, so that the server knows the one above first. */
function createLanes(count: number): (item: BatchItem) => number {
  const inherited = new Map<string, number>();
  const ownLane = (id: string) => createHash('sha1').update(id).digest().readUInt16BE() % count;
  return (item) => {
    const id = item.type === 'event' ? item.sessionId : item.id;
    const above = item.type === 'session' ? item.set?.parentSessionId : undefined;
    if (above !== undefined) {
      inherited.set(id, inherited.get(above) ?? ownLane(above));
      const [oldest] = inherited.keys();
      if (inherited.size > maxRemembered && oldest !== undefined) inherited.delete(oldest);
    }
    return inherited.get(id) ?? ownLane(id);
  };
}
