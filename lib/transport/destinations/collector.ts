import { createBatchingTransport } from '../delivery/batching.ts';
import { isLoopback } from '../http/http-client.ts';
import { CrashMarkers } from '../spool/crash-markers.ts';
import { Spool } from '../spool/spool.ts';
import type { Transport } from '../transport.ts';
import { createBatchPoster } from './batch-poster.ts';
import { createBlockedPoster } from './blocked.ts';
import type { Destination, DestinationHost } from './destination.ts';
import { createFallbackPoster } from './rest/fallback-poster.ts';
import { createRestPoster, createRestSessions } from './rest/rest-poster.ts';

const batchPath = '/api/sdk/batch';
/** No other client competes for a collector on this machine, so retries can be frequent. */
const loopbackMaxRetryMs = 1000;

/** The collector that `apiUrl` and `apiKey` select, with its spool. This is the default destination. */
export function toCollector(): Destination {
  return { name: 'collector', usesCollector: true, open: openCollector };
}

function openCollector(host: DestinationHost): Transport {
  const { url, keyOf, addressProblem, onProblem, onDrop, outside } = host;
  const spool = spoolOptionsOf(host);
  const address = new URL(url.href.replace(/\/$/, '') + batchPath);
  return createBatchingTransport(
    addressProblem
      ? createBlockedPoster(addressProblem)
      : createFallbackPoster(
          createBatchPoster(address, keyOf),
          createRestPoster(url, keyOf, createRestSessions()),
        ),
    {
      onProblem,
      onDrop,
      outside,
      spool: spool && new Spool(spool),
      crashMarkers: spool && new CrashMarkers(spool),
      ...(isLoopback(url) ? { maxRetryMs: loopbackMaxRetryMs } : {}),
    },
  );
}

function spoolOptionsOf({ url, key, spoolDir, addressProblem, onSpoolProblem }: DestinationHost) {
  if (spoolDir === undefined || addressProblem?.code === 'invalid-option') return undefined;
  return { dir: spoolDir, url: url.href, key, onProblem: onSpoolProblem };
}
