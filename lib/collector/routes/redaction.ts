import type { RedactionView } from '../../query/index.ts';
import type { Handler } from './handler.ts';

/** `GET /api/query/redaction`: the project's redaction policy, and how to change it. */
export const queryRedaction: Handler = async ({ principal, policies, dataDir }) => {
  const view: RedactionView = {
    ...(await policies.describe(principal.project)),
    ...(dataDir === undefined ? {} : { command: commandFor(dataDir) }),
  };
  return Response.json(view, { headers: { 'cache-control': 'no-store' } });
};

const plain = /^[\w./:@-]+$/;

const commandFor = (dataDir: string): string =>
  `npx sentrial pii policy.json --data ${plain.test(dataDir) ? dataDir : `'${dataDir.replaceAll("'", `'\\''`)}'`}`;
