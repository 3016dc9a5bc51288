import { createHash } from 'node:crypto';

const maxKeyChars = 255;
const idChars = 21;

/**
 * What the id of a new thing ends in, where the request has an `Idempotency-Key`: the same for each repetition, so
 * that the thing is kept once. `undefined` where there is none, or none that is between 1 and 255 characters long.
 */
export function idempotencyId(request: Request, project: string): string | undefined {
  const key = request.headers.get('idempotency-key') ?? '';
  if (key === '' || key.length > maxKeyChars) return undefined;
  const what = JSON.stringify([project, request.method, new URL(request.url).pathname, key]);
  return createHash('sha256').update(what).digest('base64url').slice(0, idChars);
}
