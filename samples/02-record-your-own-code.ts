// Traces functions and methods of a program without an agent. Prints the address of the session.
// Run it beside `npm start`, which starts the collector: npx tsx samples/02-record-your-own-code.ts

import { currentSession, flush, trace, traced, withSession } from '@sentrial/mastra';
import { db } from './support/db.ts';

interface Order {
  readonly lines: readonly { readonly item: string; readonly price: number }[];
}

class Orders {
  @traced
  async find(id: string) {
    return await db.orders.find(id);
  }

  @traced({ name: 'order-total', kind: 'decision', capture: { input: false } })
  total(order: Order) {
    return order.lines.reduce((sum, { price }) => sum + price, 0);
  }
}

const load = trace(async function load() {
  const orders = new Orders();
  const found = [await orders.find('ORD-12345'), await orders.find('ORD-12399')];
  const total = orders.total({ lines: [{ item: 'Trail running shoes', price: 120 }] });
  return { found, total };
});

let page = '';

const report = await withSession({ name: 'nightly-report', userId: 'user-42' }, async () => {
  page = currentSession().url;
  const { found, total } = await load();
  return `${found.length} orders, ${total} EUR`;
});
console.log(report);

await flush();
console.log(page);
