// Sends the sessions of an agent to the collector, a file and a destination of its own. Prints the number of items in each.
// Run it beside `npm start`, which starts the collector: OPENAI_API_KEY=… npx tsx samples/05-destinations.ts

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BatchItem,
  configure,
  flush,
  instrumentAgent,
  toCollector,
  toDestination,
  toFile,
} from '@sentrial/mastra';
import { agent } from './support/agents.ts';

const file = join(process.env.TRACES_DIR ?? 'traces', 'events.jsonl');
configure({ destinations: [toCollector(), toFile(file)] });

const items: BatchItem[] = [];
const toList = toDestination({ name: 'list', write: (batch) => items.push(...batch) });
configure({ destinations: [toCollector(), toFile(file), toList] });

const tracked = instrumentAgent(agent);
await tracked.generate('Look up user USR-123');

const { destinations } = await flush();
const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
console.log(
  `${destinations.collector?.stored} at the collector, ${lines} lines in the file, ${items.length} in the list`,
);
