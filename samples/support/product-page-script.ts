import type { Fixture } from '@copilotkit/aimock';

const usage = (input: number, output: number) => ({ usage: { input_tokens: input, output_tokens: output } });
const says = (userMessage: RegExp, content: string, more: Partial<Fixture['match']> = {}): Fixture => ({
  match: { userMessage, ...more },
  response: { content, ...usage(120, 24) },
});
const calls = (userMessage: RegExp, name: string, args: object): Fixture => ({
  match: { userMessage, hasToolResult: false },
  response: { toolCalls: [{ name, arguments: JSON.stringify(args) }], ...usage(96, 16) },
});

/** The answers of the model to the code of the product page. */
export const productPageScript: readonly Fixture[] = [
  says(/weather today/, 'Sunny, with a light breeze from the west.'),
  says(/my name is Alice/, 'Nice to meet you, Alice!'),
  says(/my name again/, 'I only know what you told me in this turn.'),
  calls(/Look up user/, 'lookupUser', { userId: 'USR-123' }),
  says(/Look up user/, 'USR-123 is Alice Moreau, on the Pro plan.', { hasToolResult: true }),
  calls(/summary of my recent orders/, 'listOrders', {}),
  says(/summary of my recent orders/, 'You have one order, ORD-12345. It has shipped.', {
    hasToolResult: true,
  }),
  says(/My email is john/, 'Thank you. I have noted your e-mail address.'),
  says(/How can I help/, 'I would like to return a pair of shoes.'),
  {
    match: { userMessage: /something risky/ },
    response: {
      error: { message: 'This model does not take risks.', type: 'invalid_request_error' },
      status: 400,
    },
  },
  calls(/help with my account/, 'lookupUser', { query: 'alice@example.com' }),
  says(/help with my account/, 'Hi Alice! Your account alice@example.com is on the Pro plan.', {
    hasToolResult: true,
  }),
  calls(/status of order/, 'checkOrder', { orderId: 'ORD-12345' }),
  says(/status of order/, 'Order ORD-12345 has shipped with DHL.', { hasToolResult: true }),
  says(/Hello/, 'Hello! How can I help you today?'),
];
