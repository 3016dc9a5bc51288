import { randomUUID } from 'node:crypto';
import { sdk, TracerError } from '../../model/index.ts';
import { classifyFailure, classifyResponse } from '../delivery/classify-response.ts';
import type { Poster, PostResult } from '../delivery/poster.ts';
import { sizeOf, type Written } from '../encoding/written-group.ts';
import { createHttpClient, type HttpLimits, isLoopback } from '../http/http-client.ts';

/**
 * Creates a poster for a collector's `POST /api/sdk/batch`. Each batch includes the delivery counts so far.
 *
 * @param keyOf called before each request, so that a key that is created later is found
 */
export function createBatchPoster(
  address: URL,
  keyOf: () => Promise<string | undefined>,
  limits: HttpLimits = {},
): Poster {
  const http = createHttpClient(limits);
  const client = randomUUID();
  const sender = JSON.stringify(sdk);

  return {
    async post(items, stats) {
      if (address.protocol === 'http:' && !isLoopback(address)) return cleartext(address);
      try {
        const key = await keyOf();
        const report = JSON.stringify({ id: client, stats });
        const body = bodyOf(`{"sdk":${sender},"client":${report},"items":[`, items);
        const headers = {
          'content-type': 'application/json',
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        };
        const reply = await http.send({ url: address, headers, body });
        return classifyResponse(reply, items.length, {
          address,
          hadKey: key !== undefined,
          clock: limits.clock,
        });
      } catch (cause) {
        return classifyFailure(address, cause);
      }
    },
    close: () => http.close(),
  };
}

const comma = 0x2c;
const tail = ']}';

function bodyOf(head: string, items: readonly Written[]): Buffer {
  let bytes = Buffer.byteLength(head) + Math.max(0, items.length - 1) + tail.length;
  for (const item of items) bytes += sizeOf(item);
  const body = Buffer.allocUnsafe(bytes);
  let at = body.write(head);
  for (const { buffer, start, end } of items) {
    at += buffer.copy(body, at, start, end);
    body[at++] = comma;
  }
  body.write(tail, items.length > 0 ? at - 1 : at);
  return body;
}

/** Returns the outcome for a URL that would receive the key and the data unencrypted. Nothing is sent. */
export const cleartext = (address: URL): PostResult => ({
  status: 'blocked',
  problem: new TracerError(
    'invalid-option',
    `\`apiUrl\` ${address.origin} would send the API key and your data unencrypted. Use https:.`,
  ),
});
