import { createHash } from 'node:crypto';

const maxKeyChars = 255;
const idChars = 21;

/**
 * Returns a stable id suffix for requests with an `Idempotency-Key`, so that a repetition is stored once.
 * Returns `undefined` without a valid key of 1 to 255 characters.
 */
export function idempotencyId(request: Request, project: string): string | undefined {
  const key = request.headers.get('idempotency-key') ?? '';
  if (key === '' || key.length > maxKeyChars) return undefined;
  const what = JSON.stringify([project, request.method, new URL(request.url).pathname, key]);
  return createHash('sha256').update(what).digest('base64url').slice(0, idChars);
}
