import type { DropReason, TracerError } from '../../model/index.ts';
import type { Transport } from '../transport.ts';

/** What a destination is given when it is opened. */
export interface DestinationHost {
  /** Base address of the collector that the options name. */
  readonly url: URL;
  /** The API key that the options name, asked for before each request. */
  readonly keyOf: () => Promise<string | undefined>;
  /** What is wrong with that address or key, if anything. */
  readonly addressProblem?: TracerError | undefined;
  /** A transport to that collector, with its spool. */
  readonly connectCollector: () => Transport;
  /** Tells of each problem with delivery; the same one is logged once a minute at most. */
  readonly onProblem: (problem: TracerError) => void;
  /** Tells of lost items, likewise. */
  readonly onDrop: (reason: DropReason, detail: string) => void;
  /** Runs a function outside of every session: what is scheduled or sent there holds on to none. */
  readonly outside: <R>(fn: () => R) => R;
  /** Resolves when everything recorded so far has been redacted, priced and handed to the transport. */
  readonly drained: () => Promise<void>;
}

/**
 * Somewhere that what is recorded can go, alone or beside others. Each has a queue, retries and counts of its own, so
 * that one that fails takes nothing from another.
 */
export interface Destination {
  /** What it is called in `stats()`. */
  readonly name: string;
  /** Whether it needs the collector, and so the address and key, that the options name. @default false */
  readonly usesCollector?: boolean;
  /** What is wrong with its options, if anything: nothing is sent then. */
  readonly problem?: TracerError | undefined;
  /** Opens it. Called once for each set of options it is used with; opens no connection until something comes. */
  open(host: DestinationHost): Transport;
}

/**
 * The collector that `apiUrl` and `apiKey` name, with its spool: where everything goes when no destinations are given.
 */
export function toCollector(): Destination {
  return { name: 'collector', usesCollector: true, open: (host) => host.connectCollector() };
}
