import type { DeliveryStats, TracerError } from '../../model/index.ts';
import type { Written } from '../encoding/json-writer.ts';

/** An item that the collector refused, by its place in the batch. */
export interface RefusedItem {
  readonly index: number;
  readonly reason: string;
}

/** What became of one batch. */
export type PostResult =
  | { readonly status: 'stored'; readonly refused: readonly RefusedItem[] }
  /** It may go better later. */
  | {
      readonly status: 'retry';
      readonly problem: TracerError;
      /** How long the collector asks to be left alone. */
      readonly afterMs?: number;
      /** How many items, from the first on, are stored all the same. */
      readonly stored: number;
    }
  /** It will go no better until somebody changes something. */
  | { readonly status: 'hold'; readonly problem: TracerError }
  | { readonly status: 'too-large'; readonly problem: TracerError }
  | { readonly status: 'refused'; readonly problem: TracerError };

/** Posts batches to one address. */
export interface Poster {
  /**
   * @param items not to be kept: the bytes are used again for others
   * @param stats what became of all items so far, for the other side to know what it will not see
   */
  post(items: readonly Written[], stats: DeliveryStats): Promise<PostResult>;
  /** Closes idle connections. */
  close(): void;
}
