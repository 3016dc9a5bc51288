// Keeps a session across an event listener and another process, and prints the names of its steps.
// Run it with npx tsx samples/08-follow-a-session.ts: it records in memory, so no collector is needed.

import { EventEmitter } from 'node:events';
import { bindSession, configure, currentSession, exportContext, withSession } from '@sentrial/mastra';
import { toMemory } from '@sentrial/mastra/testing';

const memory = toMemory();
configure({ destinations: [memory] });

const orders = new EventEmitter();
let job = '';

await withSession({ name: 'import-orders' }, async () => {
  const onOrder = bindSession((id: string) => currentSession().log(`imported ${id}`));
  orders.once('order', onOrder);

  job = JSON.stringify(exportContext());
  orders.emit('order', 'ORD-12345');
});

// In the worker, or another process, that received `job`:
await withSession({ from: job, name: 'send-receipt' }, async () => 'sent');

const [session] = await memory.settled();
console.log(session?.events.map(({ name }) => name).join(', '));
