import { z } from 'zod/v4';
import { sessionStatuses } from '../../model/index.ts';
import { parseCursor } from '../../query/index.ts';
import { badRequest, notFound } from '../http/problems.ts';
import { describeIssue } from '../ingest/wire.ts';
import type { Handler } from './handler.ts';

const filter = z.object({
  agentName: z.string().max(1024).optional(),
  status: z.enum(sessionStatuses).optional(),
  userId: z.string().max(1024).optional(),
  convoId: z.string().max(1024).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});

const filterAndPage = filter.extend({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z
    .string()
    .refine((text) => parseCursor(text) !== undefined, 'is not a cursor of this list')
    .optional(),
});

const searchOf = (request: Request) => Object.fromEntries(new URL(request.url).searchParams);
const answer = (value: unknown): Response =>
  Response.json(value, { headers: { 'cache-control': 'no-store' } });

/**
 * Responds 304 when nothing was written since the `If-None-Match` version. All other responses get an `ETag`.
 */
const unlessUnchanged =
  (handler: Handler): Handler =>
  async (routeRequest) => {
    const { store, principal } = routeRequest;
    const tag = `W/"${await store.version()}.${encodeURIComponent(principal.project)}"`;
    const shown = routeRequest.request.headers.get('if-none-match')?.split(',') ?? [];
    if (shown.some((text) => text.trim() === tag)) {
      return new Response(null, { status: 304, headers: { etag: tag, 'cache-control': 'no-store' } });
    }
    const response = await handler(routeRequest);
    if (response.ok) response.headers.set('etag', tag);
    return response;
  };

/** `GET /api/query/sessions`: a page of sessions, newest first. */
export const querySessions: Handler = unlessUnchanged(async ({ request, principal, store }) => {
  const parsed = filterAndPage.safeParse(searchOf(request));
  if (!parsed.success) return badRequest(describeIssue(parsed.error));
  const { limit, cursor, ...rest } = parsed.data;
  return answer(await store.listSessions(principal.project, rest, { limit, cursor }));
});

/** `GET /api/query/overview`: totals of the sessions of a filter. */
export const queryOverview: Handler = unlessUnchanged(async ({ request, principal, store }) => {
  const parsed = filter.safeParse(searchOf(request));
  if (!parsed.success) return badRequest(describeIssue(parsed.error));
  return answer(await store.getOverview(principal.project, parsed.data));
});

/** `GET /api/query/deliveries`: delivery reports of the project's clients. */
export const queryDeliveries: Handler = async ({ principal, deliveryReports }) =>
  answer({ deliveries: deliveryReports.list(principal.project) });

/** `GET /api/query/sessions/{id}`: a session with its events, without their values. */
export const querySession: Handler = unlessUnchanged(async ({ principal, store, params }) => {
  const view = await store.getSession(principal.project, params.id ?? '');
  return view ? answer(view) : notFound('Session not found');
});

/** `GET /api/query/sessions/{id}/events/{eventId}`: an event with its values. */
export const queryEvent: Handler = async ({ principal, store, params }) => {
  const event = await store.getEvent(principal.project, params.id ?? '', params.eventId ?? '');
  return event ? answer(event) : notFound('Event not found');
};

/** `GET /api/query/conversations/{convoId}`: the sessions of a conversation. */
export const queryConversation: Handler = unlessUnchanged(async ({ principal, store, params }) => {
  const view = await store.getConversation(principal.project, params.convoId ?? '');
  return view ? answer(view) : notFound('Conversation not found');
});
