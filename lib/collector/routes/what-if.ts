import { z } from 'zod/v4';
import { isTracerError } from '../../model/index.ts';
import { badRequest } from '../http/problems.ts';
import { describeIssue } from '../ingest/wire.ts';
import { whatIf } from '../what-if.ts';
import type { Handler } from './handler.ts';

const query = z.object({
  model: z.string().min(1).max(1024),
  agentName: z.string().max(1024).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
});

/** `GET /api/query/what-if`: the cost of the same model calls on another model. */
export const queryWhatIf: Handler = async ({ request, principal, store, prices }) => {
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) return badRequest(describeIssue(parsed.error));
  try {
    const view = await whatIf(store, principal.project, parsed.data, await prices.list());
    return Response.json(view, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    if (isTracerError(error) && error.code === 'invalid-option') return badRequest(error.message);
    throw error;
  }
};
