import type { Handler } from './handler.ts';

/**
 * `GET /api/sdk/pii`: the project's redaction policy, with its version as `ETag`. The built-in policy is the
 * default.
 */
export const getPolicy: Handler = async ({ request, principal, policies }) => {
  const policy = await policies.of(principal.project);
  const headers = { etag: `"${policy.version}"`, 'cache-control': 'no-cache' };
  if (request.headers.get('if-none-match') === headers.etag)
    return new Response(null, { status: 304, headers });
  return Response.json(policy, { headers });
};
