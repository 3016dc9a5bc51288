import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { Store } from '../store/index.ts';
import { Deliveries } from './deliveries.ts';
import type { Assets } from './http/assets.ts';
import { admit } from './http/auth.ts';
import { hostOf } from './http/origin.ts';
import { createPages } from './http/pages.ts';
import { misdirected, notFound, serverError, storageFull } from './http/problems.ts';
import { createPolicies } from './ingest/policies.ts';
import { createPrices } from './ingest/prices.ts';
import { createRevisions } from './ingest/rest-items.ts';
import type { PublicCall } from './routes/handler.ts';
import { type Route, routes } from './routes/index.ts';

/** What a collector needs. */
export interface CollectorOptions {
  readonly store: Store;
  /** The built dashboard. @default none: only the API is served */
  readonly assets?: Assets;
  /** Host names, besides this machine's own, that the collector answers for, without port. @default none */
  readonly hosts?: readonly string[];
  /** The project that links with the login token open. @default `default` */
  readonly project?: string;
  /** Secret that keys the digests which tell hidden ids apart. @default a new one */
  readonly digestKey?: string;
  /** A file with prices of the user's own. @default as `SENTRIAL_PRICES_FILE` says, else `sentrial.prices.json` */
  readonly pricesFile?: string;
  /** The directory of the database, for advice to who looks after it. @default none */
  readonly dataDir?: string;
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
  const policies = createPolicies(store, options.digestKey ?? loginToken);
  const prices = createPrices(options.pricesFile, onError);
  const knownHosts = new Set([...ownHosts, ...hosts.map(asInHeader)]);
  const app = new Hono();

  app.use(async (context, next) => {
    // A page of another site whose name resolves to this machine still says its own name here.
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
        deliveries,
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
  return { fetch: async (request) => keptFromOthers(await app.fetch(request)), loginToken };
}

/** A name or an address as a `Host` header has it. */
const asInHeader = (host: string): string =>
  (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host).toLowerCase();

/** Marks an answer as none that a page of another site may embed or take for a script. */
function keptFromOthers(response: Response): Response {
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('cross-origin-resource-policy', 'same-origin');
  return response;
}

async function answer(route: Route, call: PublicCall): Promise<Response> {
  if (route.scope === 'public') return route.handler(call);
  const admission = await admit(call.request, route.scope, call.store);
  return 'problem' in admission ? admission.problem : route.handler({ ...call, visitor: admission.visitor });
}

const sqliteFull = 13;

const isDiskFull = (error: unknown): boolean => (error as { errcode?: unknown }).errcode === sqliteFull;
