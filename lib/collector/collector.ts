import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { Store } from '../store/index.ts';
import type { Assets } from './assets.ts';
import { admit } from './auth.ts';
import { Deliveries } from './deliveries.ts';
import type { PublicCall } from './handler.ts';
import { createPages } from './pages.ts';
import { misdirected, notFound, serverError, storageFull } from './problems.ts';
import { createRevisions } from './rest-items.ts';
import { type Route, routes } from './routes.ts';

/** What a collector needs. */
export interface CollectorOptions {
  readonly store: Store;
  /** The built dashboard. @default none: only the API is served */
  readonly assets?: Assets;
  /** Host names, besides this machine's own, that the collector answers for, without port. @default none */
  readonly hosts?: readonly string[];
  /** The project that links with the login token open. @default `default` */
  readonly project?: string;
  /** Told of failures of our own. @default nothing */
  readonly onError?: (error: unknown) => void;
}

/** A function from request to response in front of a store. */
export interface Collector {
  fetch(request: Request): Promise<Response>;
  /** The secret that logs a browser in, as `?token=` of any page. Valid for the life of this collector. */
  readonly loginToken: string;
}

const ownHosts = ['localhost', '127.0.0.1', '[::1]'];
const loginTokenBytes = 24;

/** Makes a {@link Collector}. */
export function createCollector(options: CollectorOptions): Collector {
  const { store, assets = new Map(), hosts = [], project = 'default', onError = () => undefined } = options;
  const loginToken = randomBytes(loginTokenBytes).toString('base64url');
  const nextRevision = createRevisions();
  const deliveries = new Deliveries();
  const knownHosts = new Set([...ownHosts, ...hosts]);
  const app = new Hono();

  app.use(async (context, next) => {
    // A page of another site whose name resolves to this machine still says its own name here.
    const host = context.req.header('host') ?? new URL(context.req.url).host;
    return knownHosts.has(host.replace(/:\d+$/, '')) ? next() : misdirected(host);
  });
  for (const route of routes) {
    app.on(route.method, route.path, (context) =>
      answer(route, {
        request: context.req.raw,
        store,
        params: context.req.param(),
        nextRevision,
        deliveries,
      }),
    );
  }
  const pages = createPages({ assets, store, loginToken, project });
  app.get('*', (context) => pages(context.req.raw));
  app.notFound(() => notFound());
  app.onError((error) => {
    onError(error);
    return isDiskFull(error) ? storageFull() : serverError();
  });
  return { fetch: async (request) => app.fetch(request), loginToken };
}

async function answer(route: Route, call: PublicCall): Promise<Response> {
  if (route.scope === 'public') return route.handler(call);
  const admission = await admit(call.request, route.scope, call.store);
  return 'problem' in admission ? admission.problem : route.handler({ ...call, visitor: admission.visitor });
}

const sqliteFull = 13;

const isDiskFull = (error: unknown): boolean => (error as { errcode?: unknown }).errcode === sqliteFull;
