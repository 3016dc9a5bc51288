import type { DropReason, TracerError } from '../../model/index.ts';
import { type Clock, systemClock } from '../../primitives/index.ts';
import type { CrashMarkers } from '../spool/crash-markers.ts';
import type { Spool } from '../spool/spool.ts';
import { maxDelayMs } from './retry.ts';

/** Limits and dependencies of a batching transport. */
export interface BatchingOptions {
  /** Items that may wait in memory. @default 10,000 */
  readonly maxQueuedItems?: number;
  /** Bytes that may wait in memory. @default 33,554,432 */
  readonly maxQueuedBytes?: number;
  /** Items in a batch. @default 500 */
  readonly maxBatchItems?: number;
  /** Bytes of a batch. @default 1,048,576 */
  readonly maxBatchBytes?: number;
  /** Milliseconds an item waits for others. @default 250 */
  readonly lingerMs?: number;
  /** Maximum delay between two attempts, in milliseconds. @default 60,000 */
  readonly maxRetryMs?: number;
  /** Keeps items on disk until they are stored. @default none, items wait only in memory */
  readonly spool?: Spool | undefined;
  /** Marks running sessions, so that a later process can report them as interrupted. @default none */
  readonly crashMarkers?: CrashMarkers | undefined;
  /** Called with each delivery problem. */
  readonly onProblem?: (problem: TracerError) => void;
  /** Called for each dropped item. */
  readonly onDrop?: (reason: DropReason, detail: string) => void;
  /** Runs a function outside of every session. */
  readonly outside?: <R>(fn: () => R) => R;
  /** @default the system clock */
  readonly clock?: Clock;
}

/** Defaults of {@link BatchingOptions}. */
export const defaultOptions = {
  maxQueuedItems: 10_000,
  maxQueuedBytes: 33_554_432,
  maxBatchItems: 500,
  maxBatchBytes: 1_048_576,
  lingerMs: 250,
  maxRetryMs: maxDelayMs,
  spool: undefined,
  crashMarkers: undefined,
  onProblem: () => undefined,
  onDrop: () => undefined,
  outside: <R>(fn: () => R) => fn(),
  clock: systemClock,
};

/** {@link BatchingOptions} with all defaults applied. */
export type Settings = Required<Omit<BatchingOptions, 'spool' | 'crashMarkers'>> & {
  readonly spool: Spool | undefined;
  readonly crashMarkers: CrashMarkers | undefined;
};
