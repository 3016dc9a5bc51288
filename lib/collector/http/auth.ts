import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Scope, Store, StoredKey } from '../../store/index.ts';
import { isForeign } from './origin.ts';
import { forbidden, unauthorized } from './problems.ts';

/** An authenticated client. */
export interface Principal {
  readonly project: string;
}

/** An authenticated client, or the response that refuses the request. */
export type Authentication = { readonly principal: Principal } | { readonly problem: Response };

const browserDays = 30;
const browserSecretBytes = 32;

/** Returns the digest that is stored for a secret. Secrets are long and random, so one hash is enough. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares texts in a time that does not depend on their content. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(digestOf(a), 'hex'), Buffer.from(digestOf(b), 'hex'));

/**
 * Authenticates every request to a route that is not public. API keys come in the `Authorization` header; a
 * browser of the dashboard has a cookie, which allows only queries from the collector's own pages.
 */
export async function authenticate(request: Request, scope: Scope, store: Store): Promise<Authentication> {
  const bearer = bearerOf(request);
  const secret = bearer ?? cookieOf(request);
  const key = secret === undefined ? undefined : await findKey(store, secret);
  if (!key) return { problem: unauthorized() };
  if (bearer === undefined && isForeign(request))
    return { problem: forbidden('Ask from the dashboard itself') };
  if (!key.scopes.includes(scope)) return { problem: forbidden() };
  return { principal: { project: key.project } };
}

/** Returns the unexpired key with this secret. */
export async function findKey(store: Store, secret: string): Promise<StoredKey | undefined> {
  const key = await store.findKey(digestOf(secret));
  return key && (key.expiresMs === undefined || key.expiresMs > Date.now()) ? key : undefined;
}

function bearerOf(request: Request): string | undefined {
  return /^Bearer +([!-~]+) *$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

function cookieOf(request: Request): string | undefined {
  const name = cookieName(request);
  const cookies = (request.headers.get('cookie') ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Cookies ignore ports. The port in the name keeps collectors on one machine apart. */
const cookieName = (request: Request): string => `sentrial_${new URL(request.url).port || 'default'}`;

/** Opens a browser session for a project. Returns the `Set-Cookie` header. */
export async function openBrowserSession(request: Request, project: string, store: Store): Promise<string> {
  const secret = randomBytes(browserSecretBytes).toString('base64url');
  const maxAge = browserDays * 24 * 60 * 60;
  await store.putKey({
    digest: digestOf(secret),
    project,
    scopes: ['read'],
    label: 'browser',
    expiresMs: Date.now() + maxAge * 1000,
  });
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : '';
  return `${cookieName(request)}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge}${secure}`;
}
