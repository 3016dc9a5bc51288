import type { Store } from '../../store/index.ts';
import type { Assets } from './assets.ts';
import { openBrowserSession, sameSecret } from './auth.ts';
import { notFound } from './problems.ts';

/** Settings of the dashboard's pages. */
export interface PagesOptions {
  readonly assets: Assets;
  readonly store: Store;
  /** Secret of the links that `start()` prints. Such a link logs the browser in. */
  readonly loginToken: string;
  /** Project that a link opens. */
  readonly project: string;
}

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const pageHeaders = {
  'cache-control': 'no-cache',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const notBuilt = 'The dashboard has not been built. Run `npm run build` in the package, then start again.\n';

/** Serves the files of the dashboard, and its page for every other path. */
export function createPages({ assets, store, loginToken, project }: PagesOptions) {
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const asset = assets.get(url.pathname);
    if (asset && url.pathname !== '/index.html') {
      const headers = {
        ...pageHeaders,
        'content-type': asset.mediaType,
        'cache-control': url.pathname.startsWith('/assets/')
          ? 'public, max-age=31536000, immutable'
          : 'no-cache',
      };
      return new Response(asset.bytes, { headers });
    }
    if (/^\/(api|assets)(\/|$)/.test(url.pathname)) return notFound();
    const token = url.searchParams.get('token');
    if (token !== null) return redeem(request, url, token);
    const page = assets.get('/index.html');
    if (!page) return new Response(notBuilt, { status: 503, headers: { 'content-type': 'text/plain' } });
    return new Response(page.bytes, { headers: { ...pageHeaders, 'content-type': page.mediaType } });
  };

  /**
   * Redirects, so that the secret leaves the address bar; the fragment reports an invalid one. A path that
   * starts with two slashes would name another host.
   */
  async function redeem(request: Request, url: URL, token: string): Promise<Response> {
    url.searchParams.delete('token');
    const isValid = sameSecret(token, loginToken);
    const headers = new Headers({
      ...pageHeaders,
      'cache-control': 'no-store',
      location: url.pathname.replace(/^\/+/, '/') + url.search + (isValid ? '' : '#stale-link'),
    });
    if (isValid) headers.set('set-cookie', await openBrowserSession(request, project, store));
    return new Response(null, { status: 303, headers });
  }
}
