import type { DeliveryStats, TracerError } from '../../model/index.ts';
import type { Written } from '../encoding/written-group.ts';

/** An item that the destination refused, by its index in the batch. */
export interface RefusedItem {
  readonly index: number;
  readonly reason: string;
}

/** The outcome of one batch. */
export type PostResult =
  | { readonly status: 'stored'; readonly refused: readonly RefusedItem[] }
  /** A later attempt can succeed. */
  | {
      readonly status: 'retry';
      readonly problem: TracerError;
      /** Delay that the destination asks for, in milliseconds. */
      readonly afterMs?: number;
      /** Number of items, from the first on, that are stored nevertheless. */
      readonly stored: number;
    }
  /** Only a change of the configuration can help. */
  | {
      readonly status: 'blocked';
      readonly problem: TracerError;
      /** Whether the server does not know the route. */
      readonly isUnknownRoute?: boolean;
    }
  | { readonly status: 'too-large'; readonly problem: TracerError }
  | { readonly status: 'refused'; readonly problem: TracerError };

/** Posts batches to one address. */
export interface Poster {
  /**
   * Sends a batch.
   *
   * @param items the batch; its bytes are reused after the call
   * @param stats counts of all items so far, for the destination's delivery report
   */
  post(items: readonly Written[], stats: DeliveryStats): Promise<PostResult>;
  /** Closes idle connections. */
  close(): void;
}
