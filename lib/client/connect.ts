import {
  CrashMarkers,
  createBatchingTransport,
  createBatchPoster,
  createBlockedPoster,
  type Destination,
  type DestinationHost,
  isLoopback,
  isolateErrors,
  type NamedTransport,
  Spool,
  type Transport,
} from '../transport/index.ts';
import type { ResolvedOptions } from './options.ts';
import { createReporter } from './report-problem.ts';

const batchPath = '/api/sdk/batch';
/** Nobody else waits for a collector on this machine to come back. */
const loopbackRetryMs = 1000;

type Wiring = Pick<DestinationHost, 'outside' | 'drained'>;

/** The transports to the destinations that options ask for. Opens no connection and no file. */
export function connect(options: ResolvedOptions, wiring: Wiring): readonly NamedTransport[] {
  return options.destinations.map((destination) => ({
    name: destination.name,
    transport: open(destination, options, wiring),
  }));
}

function open(destination: Destination, options: ResolvedOptions, wiring: Wiring): Transport {
  const reporter = createReporter({
    name: destination.usesCollector ? undefined : destination.name,
    isSpooled: () => transport.stats().accepted > 0 && transport.atRisk() === 0,
  });
  const listeners = { ...wiring, onProblem: reporter.problem, onDrop: reporter.drop };
  const { url, keyOf, piiProblem, addressProblem } = options;
  const connectCollector = () => toCollectorOf(options, listeners, reporter.spool);
  const problem = piiProblem ?? destination.problem;
  const transport: Transport = problem
    ? createBatchingTransport(createBlockedPoster(problem), listeners)
    : isolateErrors(
        () => destination.open({ ...listeners, url, keyOf, addressProblem, connectCollector }),
        (detail) => reporter.drop('failed', detail),
      );
  return transport;
}

type Listeners = Wiring & Pick<DestinationHost, 'onProblem' | 'onDrop'>;

function toCollectorOf(
  { url, key, keyOf, addressProblem, spoolDir }: ResolvedOptions,
  listeners: Listeners,
  onSpoolProblem: (message: string) => void,
): Transport {
  const isUnusable = addressProblem?.code === 'invalid-option';
  const onDisk =
    spoolDir === undefined || isUnusable
      ? undefined
      : { dir: spoolDir, url: url.href, key, onProblem: onSpoolProblem };
  const address = new URL(url.href.replace(/\/$/, '') + batchPath);
  return createBatchingTransport(
    addressProblem ? createBlockedPoster(addressProblem) : createBatchPoster(address, keyOf),
    {
      ...listeners,
      spool: onDisk && new Spool(onDisk),
      crashMarkers: onDisk && new CrashMarkers(onDisk),
      ...(isLoopback(url) ? { maxRetryMs: loopbackRetryMs } : {}),
    },
  );
}
