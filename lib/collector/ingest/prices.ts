import type { BatchItem, Cost, SessionEvent, TracerError } from '../../model/index.ts';
import {
  type CurrentPrices,
  costOnArrival,
  createPriceList,
  createUserPrices,
  currentCost,
  type PriceList,
  PricesFile,
} from '../../pricing/index.ts';
import type { EventSummary } from '../../query/index.ts';

/** Prices of a collector: the user's file first, then those of this package. */
export interface Prices {
  /** Adds costs to items: to model calls without one, and to those with a price in the user's file. */
  apply(items: readonly BatchItem[]): Promise<readonly BatchItem[]>;
  /**
   * Returns a function that prices a stored event at current prices.
   *
   * @throws {TracerError} `invalid-option` when the user's file is invalid
   */
  present(): Promise<(event: EventSummary, sessionId: string) => Cost | undefined>;
  /**
   * Returns the loaded list of current prices.
   *
   * @throws {TracerError} `invalid-option` when the user's file is invalid
   */
  list(): Promise<PriceList>;
}

/** Returns the parts of an event that its price depends on. */
function toEvent(summary: EventSummary, sessionId: string): SessionEvent {
  const { inputPreview: _, outputPreview: output, handedTo: __, responseModel, ...event } = summary;
  const metadata = responseModel === undefined ? {} : { metadata: { responseModel } };
  return { ...event, ...metadata, output, type: 'event', sessionId };
}

/**
 * Creates {@link Prices}.
 *
 * @param path the user's file @default `SENTRIAL_PRICES_FILE`, else `sentrial.prices.json`
 * @param onProblem called once for each change that makes the file invalid
 */
export function createPrices(path: string | undefined, onProblem: (problem: TracerError) => void): Prices {
  const file = new PricesFile(path);
  const list = createPriceList(createUserPrices(file, onProblem));
  const now = (): CurrentPrices => ({ list, fileSource: file.prices?.source });

  const priced = (item: BatchItem, prices: CurrentPrices): BatchItem => {
    if (item.type !== 'event' || item.kind !== 'llm') return item;
    const cost = costOnArrival(item, prices);
    return cost === item.cost || cost === undefined ? item : { ...item, cost };
  };

  return {
    async apply(items) {
      if (!items.some((item) => item.type === 'event' && item.kind === 'llm')) return items;
      await list.load();
      const prices = now();
      return items.map((item) => priced(item, prices));
    },
    async list() {
      file.read();
      await list.load();
      return list;
    },
    async present() {
      file.read();
      await list.load();
      const prices = now();
      return (summary, sessionId) => currentCost(toEvent(summary, sessionId), prices);
    },
  };
}
