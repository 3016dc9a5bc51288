/** The host that a request is addressed to, with its port, in lower case. */
export const hostOf = (request: Request): string =>
  (request.headers.get('host') ?? new URL(request.url).host).toLowerCase();

/** True for a request that a browser made for the page of another site, or of another port of this host. */
export function isForeign(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.headers.get('origin');
  return origin !== null && URL.parse(origin)?.host !== hostOf(request);
}
