import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Scope, Store, StoredKey } from '../../store/index.ts';
import { isForeign } from './origin.ts';
import { forbidden, unauthorized } from './problems.ts';

/** Whoever passed the gate. */
export interface Visitor {
  readonly project: string;
}

/** A visitor, or the answer to give instead. */
export type Admission = { readonly visitor: Visitor } | { readonly problem: Response };

const browserDays = 30;
const browserSecretBytes = 32;

/** The digest by which a secret is kept. Secrets here are random and long, so that one hash is enough. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** True for equal texts, in a time that does not depend on where they differ. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(digestOf(a), 'hex'), Buffer.from(digestOf(b), 'hex'));

/**
 * The one gate in front of every route that is not public. API keys come in the `Authorization` header; a
 * browser of the dashboard carries a cookie, which opens nothing but questions and only to pages of the collector
 * itself.
 */
export async function admit(request: Request, scope: Scope, store: Store): Promise<Admission> {
  const bearer = bearerOf(request);
  const secret = bearer ?? cookieOf(request);
  const key = secret === undefined ? undefined : await findKey(store, secret);
  if (!key) return { problem: unauthorized() };
  if (bearer === undefined && isForeign(request))
    return { problem: forbidden('Ask from the dashboard itself') };
  if (!key.scopes.includes(scope)) return { problem: forbidden() };
  return { visitor: { project: key.project } };
}

/** The key that belongs to a secret, unless it has expired. */
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

/** Cookies do not tell ports apart, so that the port is in the name: collectors on one machine do not mix. */
const cookieName = (request: Request): string => `sentrial_${new URL(request.url).port || 'default'}`;

/** Opens a browser session for a project. Returns the header that hands it to the browser. */
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
