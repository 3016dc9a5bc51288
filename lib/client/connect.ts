import {
  createBatchingTransport,
  createBlockedPoster,
  type Destination,
  type DestinationHost,
  isolateErrors,
  type NamedTransport,
  type Transport,
} from '../transport/index.ts';
import type { ResolvedOptions } from './options.ts';
import { createReporter } from './report-problem.ts';

type Wiring = Pick<DestinationHost, 'outside' | 'drained'>;

/** Opens a transport for each destination of the options. Opens no connection and no file. */
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
  const { url, key, keyOf, addressProblem, spoolDir, piiProblem } = options;
  const listeners = { ...wiring, onProblem: reporter.problem, onDrop: reporter.drop };
  const problem = piiProblem ?? destination.problem;
  const host = { ...listeners, url, key, keyOf, addressProblem, spoolDir, onSpoolProblem: reporter.spool };
  const transport: Transport = problem
    ? createBatchingTransport(createBlockedPoster(problem), listeners)
    : isolateErrors(
        () => destination.open(host),
        (detail) => reporter.drop('failed', detail),
      );
  return transport;
}
