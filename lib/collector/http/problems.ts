/** Answers for requests that cannot be served: `{ error, message }`, the shape of the hosted product. */
const problem = (
  status: number,
  error: string,
  message: string,
  headers: Record<string, string> = {},
): Response =>
  Response.json({ error, message }, { status, headers: { 'cache-control': 'no-store', ...headers } });

/** 400: the request is not what the route takes. */
export const badRequest = (message: string): Response => problem(400, 'Bad request', message);

/** 401: no key, or one that is not known. */
export const unauthorized = (message = 'Invalid or missing API key'): Response =>
  problem(401, 'Unauthorized', message);

/** 403: the key is known and may not do this. */
export const forbidden = (message = 'API key does not have access to this resource'): Response =>
  problem(403, 'Forbidden', message);

/** 404: nothing there, or nothing this key may know of. */
export const notFound = (message = 'There is nothing at this address'): Response =>
  problem(404, 'Not found', message);

/** 413: more than is taken at once. */
export const tooLarge = (message: string): Response => problem(413, 'Payload too large', message);

/** 415: a form of body that is not taken. */
export const unsupported = (message: string): Response => problem(415, 'Unsupported media type', message);

/** For a request that the HTTP parser gave up on: what its error code comes to. */
export function unreadable(code?: string): Response {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem(408, 'Request timeout', 'The request did not arrive in time');
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return tooLarge('The extensions of a chunk are too long');
    case 'HPE_HEADER_OVERFLOW':
      return problem(431, 'Request header fields too large', 'The headers of the request are too long');
    default:
      return badRequest('The request is not valid HTTP/1.1');
  }
}

/** 421: addressed to a host that this collector is not. */
export const misdirected = (host: string): Response =>
  problem(421, 'Misdirected request', `This collector does not answer for the host ${JSON.stringify(host)}`);

/** 500: our fault. The reason goes to the log, not to the client. */
export const serverError = (): Response => problem(500, 'Server error', 'Server error, please retry');

/** 507: the disk takes nothing more. */
export const storageFull = (): Response =>
  problem(507, 'Insufficient storage', 'The collector cannot write to its disk', { 'retry-after': '30' });
