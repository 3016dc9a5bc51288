import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { Store } from '../store/index.ts';
import { DeliveryReports } from './delivery-reports.ts';
import type { Assets } from './http/assets.ts';
import { authenticate } from './http/auth.ts';
import { hostOf } from './http/origin.ts';
import { createPages } from './http/pages.ts';
import { misdirected, notFound, serverError, storageFull } from './http/problems.ts';
import { createPolicies } from './ingest/policies.ts';
import { createPrices } from './ingest/prices.ts';
import { createRevisions } from './ingest/rest-items.ts';
import type { RouteRequest } from './routes/handler.ts';
import { type Route, routes } from './routes/index.ts';

/** Settings of a collector. */
export interface CollectorOptions {
  readonly store: Store;
  /** The built dashboard. @default none, and only the API is served */
  readonly assets?: Assets;
  /** Additional host names that the collector answers for, without port. @default none */
  readonly hosts?: readonly string[];
  /** Project that a link with the login token opens. @default `default` */
  readonly project?: string;
  /** Secret key of the digests that replace ids. @default a random one */
  readonly digestKey?: string;
  /** The user's price file. @default `SENTRIAL_PRICES_FILE`, else `sentrial.prices.json` */
  readonly pricesFile?: string;
  /** Directory of the database, for advice in the dashboard. @default none */
  readonly dataDir?: string;
  /** Called with internal errors. @default nothing */
  readonly onError?: (error: unknown) => void;
}

/** A function from request to response in front of a store. */
export interface Collector {
  fetch(request: Request): Promise<Response>;
  /** Secret that logs a browser in, as `?token=` of any page. Valid for the life of this collector. */
  readonly loginToken: string;
}

const ownHosts = ['localhost', '127.0.0.1', '[::1]'];
const loginTokenBytes = 24;

/** Creates a {@link Collector}. */
export function createCollector(options: CollectorOptions): Collector {
  const { store, assets = new Map(), hosts = [], project = 'default', onError = () => undefined } = options;
  const loginToken = randomBytes(loginTokenBytes).toString('base64url');
  const nextRevision = createRevisions();
  const deliveryReports = new DeliveryReports();
  const policies = createPolicies(store, options.digestKey ?? loginToken);
  const prices = createPrices(options.pricesFile, onError);
  const knownHosts = new Set([...ownHosts, ...hosts.map(toHostHeader)]);
  const app = new Hono();

  app.use(async (context, next) => {
    // The `Host` header reveals a page whose own host name resolves to this machine.
    const host = hostOf(context.req.raw);
    return knownHosts.has(host.replace(/:\d+$/, '')) ? next() : misdirected(host);
  });
  for (const route of routes) {
    app.on(route.method, route.path, (context) =>
      answer(route, {
        request: context.req.raw,
        store,
        params: context.req.param(),
        policies,
        prices,
        nextRevision,
        deliveryReports,
        dataDir: options.dataDir,
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
  return { fetch: async (request) => withSecurityHeaders(await app.fetch(request)), loginToken };
}

/** Returns a host name or address in the form of a `Host` header. */
const toHostHeader = (host: string): string =>
  (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host).toLowerCase();

/** Adds headers that stop pages of other sites from embedding a response or running it as a script. */
function withSecurityHeaders(response: Response): Response {
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('cross-origin-resource-policy', 'same-origin');
  return response;
}

async function answer(route: Route, routeRequest: RouteRequest): Promise<Response> {
  if (route.scope === 'public') return route.handler(routeRequest);
  const authentication = await authenticate(routeRequest.request, route.scope, routeRequest.store);
  return 'problem' in authentication
    ? authentication.problem
    : route.handler({ ...routeRequest, principal: authentication.principal });
}

const sqliteFull = 13;

const isDiskFull = (error: unknown): boolean => (error as { errcode?: unknown }).errcode === sqliteFull;
