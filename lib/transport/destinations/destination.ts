import type { DropReason, TracerError } from '../../model/index.ts';
import type { Transport } from '../transport.ts';

/** Settings and callbacks for an open destination. */
export interface DestinationHost {
  /** Base URL of the collector from the options. */
  readonly url: URL;
  /** API key from the options or the environment, if one is set. */
  readonly key: string | undefined;
  /** Returns the API key. Call it before each request. */
  readonly keyOf: () => Promise<string | undefined>;
  /** A problem with that URL or key. */
  readonly addressProblem?: TracerError | undefined;
  /** Directory for items that wait for the collector. `undefined` keeps them only in memory. */
  readonly spoolDir: string | undefined;
  /** Reports a delivery problem. Equal problems are logged at most once a minute. */
  readonly onProblem: (problem: TracerError) => void;
  /** Reports a dropped item. Equal reasons are logged at most once a minute. */
  readonly onDrop: (reason: DropReason, detail: string) => void;
  /** Reports that items cannot be written to the spool. */
  readonly onSpoolProblem: (message: string) => void;
  /** Runs a function outside of every session, so that its timers and sockets keep no session alive. */
  readonly outside: <R>(fn: () => R) => R;
  /** Resolves when everything recorded so far was redacted, priced and passed to the transport. */
  readonly drained: () => Promise<void>;
}

/** A place to send items to. Each destination has its own queue, retries and counts. */
export interface Destination {
  /** Name of the destination in `stats()`. */
  readonly name: string;
  /** Whether it uses the collector's URL and key from the options. @default false */
  readonly usesCollector?: boolean;
  /** A problem with the options of the destination. Nothing is sent while it exists. */
  readonly problem?: TracerError | undefined;
  /** Opens the destination, once for each set of options. Opens no connection before the first item. */
  open(host: DestinationHost): Transport;
}
