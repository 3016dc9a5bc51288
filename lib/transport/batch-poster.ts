import { randomUUID } from 'node:crypto';
import { sdk, TracerError } from '../model/index.ts';
import { createHttpClient, type HttpTimes, isLoopback } from './http.ts';
import type { Poster, PostResult } from './poster.ts';
import { unanswered, verdictOf } from './verdict.ts';

/**
 * Posts batches to a collector's `POST /api/sdk/batch`, each with the counts of what became of everything before.
 *
 * @param keyOf asked before each request, so that a key that appears later is found
 */
export function createBatchPoster(
  address: URL,
  keyOf: () => Promise<string | undefined>,
  times: HttpTimes = {},
): Poster {
  const http = createHttpClient(times);
  const client = randomUUID();
  const sender = JSON.stringify(sdk);

  return {
    async post(items, stats) {
      if (address.protocol === 'http:' && !isLoopback(address)) return cleartext(address);
      const key = await keyOf();
      const report = JSON.stringify({ id: client, stats });
      const body = bodyOf(`{"sdk":${sender},"client":${report},"items":[`, items);
      try {
        const headers = {
          'content-type': 'application/json',
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        };
        const reply = await http.send({ url: address, headers, body });
        return verdictOf(reply, items.length, { address, hadKey: key !== undefined });
      } catch (cause) {
        return unanswered(address, cause);
      }
    },
    close: () => http.close(),
  };
}

/** A body, written out piece by piece: as one string it would be in memory twice more. */
function bodyOf(head: string, items: readonly string[]): Buffer {
  const bytes = items.reduce((sum, item) => sum + Buffer.byteLength(item) + 1, 0);
  const body = Buffer.allocUnsafe(Buffer.byteLength(head) + Math.max(1, bytes) + 1);
  let at = body.write(head);
  for (const item of items) {
    at += body.write(item, at);
    at += body.write(',', at);
  }
  if (items.length > 0) at--;
  body.write(']}', at);
  return body;
}

/** The answer for an address that the key and the data would reach unencrypted: nothing is sent. */
export const cleartext = (address: URL): PostResult => ({
  status: 'hold',
  problem: new TracerError(
    'invalid-option',
    `${address.origin} would be sent the API key and your data unencrypted. Use https:.`,
  ),
});
