// Reads recorded sessions back from the collector. Prints the status, duration and output of each.
// Run it beside `npm start`, which starts the collector: npx tsx samples/07-query-sessions.ts

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { flush, withSession } from '@sentrial/mastra';
import { createQueryClient } from '@sentrial/mastra/query';

await withSession({ name: 'weekly-report', userId: 'user-42' }, async () => '3 orders, 120 EUR');
await flush();

const localKey = join(homedir(), '.sentrial', 'local-key');
const apiKey = process.env.SENTRIAL_API_KEY ?? readFileSync(localKey, 'utf8').trim();
const collector = createQueryClient({ apiKey });

const { sessions } = await collector.sessions({ agentName: 'weekly-report', limit: 10 });
for (const { id, status, durationMs, output } of await Promise.all(sessions.map(detailsOf))) {
  console.log(`${id} ${status} after ${durationMs} ms: ${output}`);
}

async function detailsOf({ id }: { readonly id: string }) {
  const { session } = await collector.session(id);
  return session;
}
