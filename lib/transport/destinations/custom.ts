import { type BatchItem, TracerError } from '../../model/index.ts';
import { describeThrown } from '../../primitives/index.ts';
import { createBatchingTransport } from '../delivery/batching.ts';
import type { Poster } from '../delivery/poster.ts';
import { textOf } from '../encoding/written-group.ts';
import type { Destination } from './destination.ts';

/** A destination of your own. */
export interface CustomDestination {
  /** Name of the destination in `stats()`. */
  readonly name: string;
  /**
   * Stores a batch of redacted and priced items, in order. A batch is sent again when `write` throws or
   * rejects, so that an item with the same id can arrive twice.
   */
  readonly write: (items: readonly BatchItem[]) => unknown;
  /** Called once, after the last batch. */
  readonly close?: () => void;
}

/**
 * Creates a destination from one function. It has its own queue in memory, retries with backoff, and counts.
 *
 * @throws {TypeError} when `name` is not a text or `write` is not a function
 *
 * @example
 * ```ts
 * const toQueue = toDestination({ name: 'queue', write: (items) => queue.publish(items) });
 * configure({ destinations: [toCollector(), toQueue] });
 * ```
 */
export function toDestination({ name, write, close }: CustomDestination): Destination {
  if (typeof name !== 'string' || name === '')
    throw new TypeError(
      "toDestination() needs a `name`, for example toDestination({ name: 'queue', write }).",
    );
  if (typeof write !== 'function')
    throw new TypeError('toDestination() needs a `write` function that stores a batch of items.');
  return {
    name,
    open: ({ onProblem, onDrop, outside }) =>
      createBatchingTransport(createFunctionPoster(name, write, close), { onProblem, onDrop, outside }),
  };
}

function createFunctionPoster(
  name: string,
  write: CustomDestination['write'],
  close: CustomDestination['close'],
): Poster {
  return {
    async post(written) {
      const items = written.map((entry) => JSON.parse(textOf(entry)) as BatchItem);
      try {
        await write(items);
        return { status: 'stored', refused: [] };
      } catch (cause) {
        const message = `The destination ${name} could not store a batch (${describeThrown(cause)}).`;
        return { status: 'retry', problem: new TracerError('unreachable', message, { cause }), stored: 0 };
      }
    },
    close: () => void (async () => close?.())().catch(() => undefined),
  };
}
