/** Creates an error response with the body `{ error, message }` of the hosted product. */
const problem = (
  status: number,
  error: string,
  message: string,
  headers: Record<string, string> = {},
): Response =>
  Response.json({ error, message }, { status, headers: { 'cache-control': 'no-store', ...headers } });

/** 400: the request is invalid. */
export const badRequest = (message: string): Response => problem(400, 'Bad request', message);

/** 401: the key is missing or unknown. */
export const unauthorized = (message = 'Invalid or missing API key'): Response =>
  problem(401, 'Unauthorized', message);

/** 403: the key does not have the required scope. */
export const forbidden = (message = 'API key does not have access to this resource'): Response =>
  problem(403, 'Forbidden', message);

/** 404: the resource does not exist, or belongs to another project. */
export const notFound = (message = 'Not found'): Response => problem(404, 'Not found', message);

/** 413: the request is too large. */
export const tooLarge = (message: string): Response => problem(413, 'Payload too large', message);

/** 415: the media type is not supported. */
export const unsupported = (message: string): Response => problem(415, 'Unsupported media type', message);

/** Returns the response for a request that the HTTP parser rejected, by its error code. */
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

/** 421: the request is addressed to another host. */
export const misdirected = (host: string): Response =>
  problem(421, 'Misdirected request', `This collector does not answer for the host ${JSON.stringify(host)}`);

/** 500: an internal error. The log contains the reason, the response does not. */
export const serverError = (): Response => problem(500, 'Server error', 'Server error, please retry');

/** 507: the disk is full. */
export const storageFull = (): Response =>
  problem(507, 'Insufficient storage', 'The collector cannot write to its disk', { 'retry-after': '30' });
