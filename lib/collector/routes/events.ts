import { newEventId } from '../../model/index.ts';
import { readJson } from '../http/body.ts';
import { badRequest, notFound } from '../http/problems.ts';
import { idempotencyId } from '../ingest/idempotency-key.ts';
import { sessionEvent } from '../ingest/rest-items.ts';
import { createEventBody, describeIssue } from '../ingest/wire.ts';
import type { Handler } from './handler.ts';

/** `POST /api/sdk/events`: adds one event to a session. */
export const createEvent: Handler = async ({ request, principal, store, policies, prices, nextRevision }) => {
  const body = await readJson(request);
  if ('problem' in body) return body.problem;
  const parsed = createEventBody.safeParse(body.value);
  if (!parsed.success) return badRequest(describeIssue(parsed.error));
  const { sessionId, eventType, toolName } = parsed.data;
  if (!(await store.hasSession(principal.project, sessionId))) {
    return notFound(`Session ${JSON.stringify(sessionId)} not found`);
  }
  const now = new Date();
  const requestId = idempotencyId(request, principal.project);
  const id = requestId === undefined ? newEventId() : `evt_${requestId}`;
  const event = sessionEvent(id, nextRevision(), now, parsed.data);
  const redacted = await policies.redact(principal.project, [event]);
  await store.write(principal.project, await prices.apply(redacted));
  return Response.json({ id, sessionId, eventType, toolName, createdAt: now.toISOString() });
};
