import type { Store } from '../../store/index.ts';
import type { Deliveries } from '../deliveries.ts';
import type { Visitor } from '../http/auth.ts';
import type { Policies } from '../ingest/policies.ts';
import type { Prices } from '../ingest/prices.ts';

/** What a handler of a public route is given. */
export interface PublicCall {
  readonly request: Request;
  readonly store: Store;
  /** The parts of the path that the route names with a colon, decoded. */
  readonly params: { readonly [name: string]: string | undefined };
  readonly policies: Policies;
  readonly prices: Prices;
  /** A revision for a patch that comes without one. */
  readonly nextRevision: () => number;
  readonly deliveries: Deliveries;
  /** The directory of the database, where there is one. */
  readonly dataDir: string | undefined;
}

/** What a handler behind the gate is given. */
export interface Call extends PublicCall {
  readonly visitor: Visitor;
}

/** Answers a request that has passed the gate. */
export type Handler = (call: Call) => Promise<Response>;

/** Answers a request of anybody. */
export type PublicHandler = (call: PublicCall) => Promise<Response>;
