const users = [
  { id: 'USR-123', name: 'Alice Moreau', email: 'alice@example.com', plan: 'Pro', since: '2023-04-18' },
  { id: 'USR-456', name: 'John Okafor', email: 'john@example.com', plan: 'Free', since: '2025-11-02' },
];

const orders = [
  { id: 'ORD-12345', item: 'Trail running shoes', status: 'shipped', carrier: 'DHL', expected: '2026-11-26' },
  { id: 'ORD-12399', item: 'Rain jacket', status: 'delivered', carrier: 'UPS', expected: '2026-11-14' },
];

let outages = 0;

/** The database of the shop, in memory. */
export const db = {
  users: {
    find: async (id: string) => users.find((user) => user.id === id) ?? null,
    search: async (query: string) =>
      users.filter((user) => JSON.stringify(user).toLowerCase().includes(query.toLowerCase())),
  },
  orders: {
    async find(id: string) {
      if (outages > 0) {
        outages--;
        throw new Error('orders database: connection reset by peer');
      }
      return orders.find((order) => order.id === id) ?? null;
    },
  },
  /** Makes the next query for an order fail. */
  failOnce() {
    outages = 1;
  },
};
