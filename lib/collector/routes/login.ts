import { z } from 'zod/v4';
import { findKey, openBrowserSession } from '../http/auth.ts';
import { readJson } from '../http/body.ts';
import { isForeign } from '../http/origin.ts';
import { badRequest, forbidden, unauthorized } from '../http/problems.ts';
import { describeIssue } from '../ingest/wire.ts';
import type { PublicHandler } from './handler.ts';

const loginBody = z.object({ apiKey: z.string().min(1).max(512) });

/** `POST /api/login`: exchanges an API key with the scope `read` for the cookie of a browser session. */
export const login: PublicHandler = async ({ request, store }) => {
  if (isForeign(request)) return forbidden('Log in from the dashboard itself');
  const body = await readJson(request);
  if ('problem' in body) return body.problem;
  const parsed = loginBody.safeParse(body.value);
  if (!parsed.success) return badRequest(describeIssue(parsed.error));
  const key = await findKey(store, parsed.data.apiKey);
  if (!key) return unauthorized('This API key is not known here');
  if (!key.scopes.includes('read')) return forbidden('This API key may not read');
  const cookie = await openBrowserSession(request, key.project, store);
  return new Response(null, { status: 204, headers: { 'set-cookie': cookie } });
};
