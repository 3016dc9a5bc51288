import { newSessionId } from '../../model/index.ts';
import { readJson } from '../http/body.ts';
import { badRequest, notFound } from '../http/problems.ts';
import { idempotencyId } from '../ingest/idempotency-key.ts';
import { sessionStart, sessionUpdate } from '../ingest/rest-items.ts';
import { createSessionBody, describeIssue, updateSessionBody } from '../ingest/wire.ts';
import type { Handler } from './handler.ts';

/** `POST /api/sdk/sessions`: opens a session and returns its id. */
export const createSession: Handler = async ({ request, principal, store, policies, nextRevision }) => {
  const body = await readJson(request);
  if ('problem' in body) return body.problem;
  const parsed = createSessionBody.safeParse(body.value);
  if (!parsed.success) return badRequest(describeIssue(parsed.error));
  const now = new Date();
  const requestId = idempotencyId(request, principal.project);
  const id = requestId === undefined ? newSessionId() : `sess_${requestId}`;
  const isRepeated = requestId !== undefined && (await store.hasSession(principal.project, id));
  if (!isRepeated) {
    const start = sessionStart(id, nextRevision(), now, parsed.data);
    await store.write(principal.project, await policies.redact(principal.project, [start]));
  }
  const { name, agentName, userId } = parsed.data;
  return Response.json({ id, name, agentName, userId, status: 'active', createdAt: now.toISOString() });
};

/** `PATCH /api/sdk/sessions/{id}`: changes or ends a session. */
export const updateSession: Handler = async ({
  request,
  principal,
  store,
  policies,
  nextRevision,
  params,
}) => {
  const body = await readJson(request);
  if ('problem' in body) return body.problem;
  const parsed = updateSessionBody.safeParse(body.value);
  if (!parsed.success) return badRequest(describeIssue(parsed.error));
  const { id = '' } = params;
  if (!(await store.hasSession(principal.project, id)))
    return notFound(`Session ${JSON.stringify(id)} not found`);
  const now = new Date();
  const update = sessionUpdate(id, nextRevision(), now, parsed.data);
  await store.write(principal.project, await policies.redact(principal.project, [update]));
  const view = await store.getSession(principal.project, id);
  if (!view) return notFound();
  const { name, status, success, durationMs, endedAt } = view.session;
  return Response.json({
    id,
    name,
    status,
    success,
    estimatedCost: parsed.data.estimatedCost ?? undefined,
    durationMs,
    completedAt: endedAt,
  });
};
