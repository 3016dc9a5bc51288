import type { Store } from '../../store/index.ts';
import type { Deliveries } from '../deliveries.ts';
import type { Visitor } from '../http/auth.ts';
import type { Policies } from '../ingest/policies.ts';
import type { Prices } from '../ingest/prices.ts';

/** Context of a public route. */
export interface PublicCall {
  readonly request: Request;
  readonly store: Store;
  /** Decoded path parameters by name. */
  readonly params: { readonly [name: string]: string | undefined };
  readonly policies: Policies;
  readonly prices: Prices;
  /** Returns a revision for a patch without one. */
  readonly nextRevision: () => number;
  readonly deliveries: Deliveries;
  /** Directory of the database, if it has one. */
  readonly dataDir: string | undefined;
}

/** Context of an authenticated route. */
export interface Call extends PublicCall {
  readonly visitor: Visitor;
}

/** Handles an authenticated request. */
export type Handler = (call: Call) => Promise<Response>;

/** Handles a public request. */
export type PublicHandler = (call: PublicCall) => Promise<Response>;
