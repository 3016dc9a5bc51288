import { createHash } from 'node:crypto';
import type { DeliveryStats } from '../../../model/index.ts';
import { BoundedMap } from '../../../primitives/index.ts';
import type { Poster, PostResult, RefusedItem } from '../../delivery/poster.ts';
import { textOf, type Written } from '../../encoding/written-group.ts';

const maxSettled = 10_000;

/**
 * Creates a poster for servers with and without the batch route. Once a server answers the batch route with 404 or
 * 405 and accepts an item on its REST routes, all items are sent there.
 *
 * @param batches posts whole batches
 * @param items posts one item at a time
 */
export const createFallbackPoster = (batches: Poster, items: Poster): Poster =>
  new FallbackPoster(batches, items);

class FallbackPoster implements Poster {
  readonly #batches: Poster;
  readonly #items: Poster;
  /** Items of an unfinished batch that need no second request, with the reason of a refused one. */
  readonly #settled = new BoundedMap<string, string | undefined>(maxSettled);
  #usesItems = false;

  constructor(batches: Poster, items: Poster) {
    this.#batches = batches;
    this.#items = items;
  }

  async post(items: readonly Written[], stats: DeliveryStats): Promise<PostResult> {
    if (this.#usesItems) return this.#postItems(items, stats);
    const result = await this.#batches.post(items, stats);
    if (result.status !== 'blocked' || !result.isUnknownRoute) return result;
    const single = await this.#postItems(items, stats);
    // A server that knows neither route is not a collector.
    return single.status === 'blocked' && single.isUnknownRoute ? result : single;
  }

  close(): void {
    this.#batches.close();
    this.#items.close();
  }

  /** Posts items in order. After a failure, the next attempt skips the items that are settled. */
  async #postItems(items: readonly Written[], stats: DeliveryStats): Promise<PostResult> {
    const refused: RefusedItem[] = [];
    for (const [index, item] of items.entries()) {
      const key = digestOf(item);
      if (!this.#settled.has(key)) {
        const result = await this.#items.post([item], stats);
        if (result.status !== 'stored' && result.status !== 'refused') return result;
        this.#usesItems = true;
        this.#settled.set(key, reasonOf(result));
      }
      const reason = this.#settled.get(key);
      if (reason !== undefined) refused.push({ index, reason });
    }
    for (const item of items) this.#settled.delete(digestOf(item));
    return { status: 'stored', refused };
  }
}

const digestOf = (item: Written): string => createHash('sha256').update(textOf(item)).digest('base64');

function reasonOf(result: PostResult): string | undefined {
  if (result.status === 'refused') return result.problem.message;
  return result.status === 'stored' ? result.refused[0]?.reason : undefined;
}
