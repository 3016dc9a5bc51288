import type { Scope } from '../../store/index.ts';
import { postBatch } from './batch.ts';
import { createEvent } from './events.ts';
import type { Handler, PublicHandler } from './handler.ts';
import { health } from './health.ts';
import { login } from './login.ts';
import { getPolicy } from './pii.ts';
import {
  queryConversation,
  queryDeliveries,
  queryEvent,
  queryOverview,
  querySession,
  querySessions,
} from './query.ts';
import { queryRedaction } from './redaction.ts';
import { createSession, updateSession } from './sessions.ts';
import { queryWhatIf } from './what-if.ts';

/** A route and its required scope. */
export type Route =
  | { readonly method: string; readonly path: string; readonly scope: Scope; readonly handler: Handler }
  | {
      readonly method: string;
      readonly path: string;
      readonly scope: 'public';
      readonly handler: PublicHandler;
    };

/** All routes of the collector except the dashboard's pages. */
export const routes: readonly Route[] = [
  { method: 'POST', path: '/api/sdk/sessions', scope: 'ingest', handler: createSession },
  { method: 'PATCH', path: '/api/sdk/sessions/:id', scope: 'ingest', handler: updateSession },
  { method: 'POST', path: '/api/sdk/events', scope: 'ingest', handler: createEvent },
  { method: 'POST', path: '/api/sdk/batch', scope: 'ingest', handler: postBatch },
  { method: 'GET', path: '/api/sdk/pii', scope: 'ingest', handler: getPolicy },
  { method: 'GET', path: '/api/query/sessions', scope: 'read', handler: querySessions },
  { method: 'GET', path: '/api/query/sessions/:id', scope: 'read', handler: querySession },
  { method: 'GET', path: '/api/query/sessions/:id/events/:eventId', scope: 'read', handler: queryEvent },
  { method: 'GET', path: '/api/query/conversations/:convoId', scope: 'read', handler: queryConversation },
  { method: 'GET', path: '/api/query/overview', scope: 'read', handler: queryOverview },
  { method: 'GET', path: '/api/query/deliveries', scope: 'read', handler: queryDeliveries },
  { method: 'GET', path: '/api/query/redaction', scope: 'read', handler: queryRedaction },
  { method: 'GET', path: '/api/query/what-if', scope: 'read', handler: queryWhatIf },
  { method: 'POST', path: '/api/login', scope: 'public', handler: login },
  { method: 'GET', path: '/health', scope: 'public', handler: health },
];
