import { createHash } from 'node:crypto';
import type { BatchItem } from '../../../model/index.ts';
import { BoundedMap } from '../../../primitives/index.ts';
import { createBatchingTransport } from '../../delivery/batching.ts';
import type { Transport } from '../../transport.ts';
import { createBlockedPoster } from '../blocked.ts';
import type { Destination, DestinationHost } from '../destination.ts';
import { fanOut } from '../fan-out.ts';
import { createRestPoster, createRestSessions } from './rest-poster.ts';

/** Number of sessions with concurrent requests. */
const lanes = 8;
const maxSessions = 10_000;
const maxQueuedItems = 10_000;
const maxQueuedBytes = 33_554_432;

/**
 * Sends each item as one request to the REST routes of the hosted product or a collector. The server creates
 * the ids, so each request has an `Idempotency-Key` and the original id in its metadata.
 */
export function toRest(): Destination {
  return { name: 'rest', usesCollector: true, open: openRest };
}

function openRest(host: DestinationHost): Transport {
  const { url, keyOf, addressProblem, onProblem, onDrop, outside } = host;
  const sessions = createRestSessions();
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

/** Distributes sessions over transports. A session and its child sessions stay in one lane. */
function inLanes(transports: readonly Transport[]): Transport {
  const all = fanOut(transports.map((transport) => ({ name: '', transport })));
  const laneOf = createLanes(transports.length);
  const { send: _, ...rest } = all;
  const send = (items: readonly BatchItem[]) => {
    for (const item of items) transports[laneOf(item)]?.send([item]);
  };
  return { ...rest, send };
}

/** A child session uses the lane of its parent, so that the server receives the parent first. */
function createLanes(count: number): (item: BatchItem) => number {
  const inherited = new BoundedMap<string, number>(maxSessions);
  const ownLane = (id: string) => createHash('sha1').update(id).digest().readUInt16BE() % count;
  return (item) => {
    const id = item.type === 'event' ? item.sessionId : item.id;
    const above = item.type === 'session' ? item.set?.parentSessionId : undefined;
    if (above !== undefined) inherited.set(id, inherited.get(above) ?? ownLane(above));
    return inherited.get(id) ?? ownLane(id);
  };
}
