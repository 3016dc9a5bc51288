import type { Store } from '../../store/index.ts';
import type { DeliveryReports } from '../delivery-reports.ts';
import type { Principal } from '../http/auth.ts';
import type { Policies } from '../ingest/policies.ts';
import type { Prices } from '../ingest/prices.ts';

/** Context of a public route. */
export interface RouteRequest {
  readonly request: Request;
  readonly store: Store;
  /** Decoded path parameters by name. */
  readonly params: { readonly [name: string]: string | undefined };
  readonly policies: Policies;
  readonly prices: Prices;
  /** Returns a revision for a patch without one. */
  readonly nextRevision: () => number;
  readonly deliveryReports: DeliveryReports;
  /** Directory of the database, if it has one. */
  readonly dataDir: string | undefined;
}

/** Context of an authenticated route. */
export interface AuthenticatedRequest extends RouteRequest {
  readonly principal: Principal;
}

/** Handles an authenticated request. */
export type Handler = (routeRequest: AuthenticatedRequest) => Promise<Response>;

/** Handles a public request. */
export type PublicHandler = (routeRequest: RouteRequest) => Promise<Response>;
