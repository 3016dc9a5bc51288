import type { BatchItem, Cost, SessionEvent, TracerError } from '../../model/index.ts';
import {
  type CurrentPrices,
  costOnArrival,
  createPriceList,
  createUserPrices,
  currentCost,
  PricesFile,
} from '../../pricing/index.ts';
import type { EventSummary } from '../../query/index.ts';

/** The prices that a collector knows: those in a user's file, then those of this package. */
export interface Prices {
  /**
   * Items with what they cost: model calls that come without a price get one where it is known here, and all get
   * the price that a user's file has for them.
   */
  apply(items: readonly BatchItem[]): Promise<readonly BatchItem[]>;
  /**
   * What a stored event costs by the prices as they are at present; see `sentrial reprice`.
   *
   * @throws {TracerError} `invalid-option` when the user's file cannot be used
   */
  present(): Promise<(event: EventSummary, sessionId: string) => Cost | undefined>;
}

/** As much of an event as its price depends on. */
function toEvent(summary: EventSummary, sessionId: string): SessionEvent {
  const { inputPreview: _, outputPreview: output, handedTo: __, responseModel, ...event } = summary;
  const metadata = responseModel === undefined ? {} : { metadata: { responseModel } };
  return { ...event, ...metadata, output, type: 'event', sessionId };
}

/**
 * Makes {@link Prices}.
 *
 * @param path of the user's file @default as `SENTRIAL_PRICES_FILE` says, else `sentrial.prices.json`
 * @param onProblem told once of a file that cannot be used, each time it changes
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
    async present() {
      file.read();
      await list.load();
      const prices = now();
      return (summary, sessionId) => currentCost(toEvent(summary, sessionId), prices);
    },
  };
}
