// Defines prices of models that are not listed, or that cost you a different amount. Prints the cost of a run.
// Run it beside `npm start`, which starts the collector: OPENAI_API_KEY=… npx tsx samples/04-own-prices.ts

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { currentSession, definePrices, flush, withSession } from '@sentrial/mastra';
import { createQueryClient } from '@sentrial/mastra/query';
import { trackedAgent } from './support/agents.ts';

definePrices({
  'acme/large-1': { input: 3, cacheRead: 0.3, output: 15 },
  'openai/gpt-4o': [
    { input: 2, cacheRead: 1, output: 8 },
    { from: '2099-01-01', input: 1, cacheRead: 0.5, output: 4, tiers: [{ above: 200_000, input: 2 }] },
  ],
  'azure/our-deployment': { sameAs: 'openai/gpt-4o' },
});

const id = await withSession({ name: 'question' }, async () => {
  const { text } = await trackedAgent.generate('What is the weather today?');
  console.log(text);
  return currentSession().id;
});
await flush();

// A collector writes this key for programs on the same machine.
const localKey = join(homedir(), '.sentrial', 'local-key');
const apiKey = process.env.SENTRIAL_API_KEY ?? (await readFile(localKey, 'utf8')).trim();
const { session, events } = await createQueryClient({ apiKey }).session(id);
const [call] = events.flatMap(({ cost }) => (cost?.status === 'priced' ? [cost] : []));
console.log(
  `${session.totals.costPico} pico-dollars, at the price of ${call?.modelId} in ${call?.source.split('@')[0]}`,
);
