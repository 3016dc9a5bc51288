import type { BatchItem } from '../../model/index.ts';
import { readJson } from '../http/body.ts';
import { badRequest } from '../http/problems.ts';
import { batchBody, batchItem, clientReport, describeIssue } from '../ingest/wire.ts';
import type { Handler } from './handler.ts';

/**
 * `POST /api/sdk/batch`: stores events and session patches once each, and responds when they are on disk. An
 * invalid item is refused alone, with its index and the reason.
 */
export const postBatch: Handler = async ({
  request,
  principal,
  store,
  policies,
  prices,
  deliveryReports,
}) => {
  const body = await readJson(request);
  if ('problem' in body) return body.problem;
  const parsed = batchBody.safeParse(body.value);
  if (!parsed.success) return badRequest(describeIssue(parsed.error));
  const items: BatchItem[] = [];
  const refused: { readonly index: number; readonly reason: string }[] = [];
  for (const [index, candidate] of parsed.data.items.entries()) {
    const item = batchItem.safeParse(candidate);
    if (item.success) items.push(item.data as BatchItem);
    else refused.push({ index, reason: describeIssue(item.error) });
  }
  const redacted = await policies.redact(principal.project, items);
  const priced = await prices.apply(redacted);
  const { stored, duplicates } = await store.write(principal.project, priced);
  const report = clientReport.safeParse(parsed.data.client);
  if (report.success) {
    const { id: clientId, stats } = report.data;
    deliveryReports.put(
      principal.project,
      { clientId, stats, receivedAt: new Date().toISOString(), arrived: items.length },
      redacted.flatMap((item) => (item.type === 'session' ? (item.set?.agentName ?? []) : [])),
    );
  }
  return Response.json({ stored, duplicates, refused });
};
