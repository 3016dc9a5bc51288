import type { Fixture } from '@copilotkit/aimock';

const thinkingMs = 240;
const pace = { latency: thinkingMs, streamingProfile: { ttft: thinkingMs, tps: 90 } };
const usage = (input: number, output: number) => ({ usage: { input_tokens: input, output_tokens: output } });
const calls = (name: string, args: object, input: number, output: number): Fixture['response'] => ({
  toolCalls: [{ name, arguments: JSON.stringify(args) }],
  ...usage(input, output),
});

/** The answers of the model in the support conversation. */
export const supportScript: readonly Fixture[] = [
  {
    match: { userMessage: /help with my account/, hasToolResult: false },
    response: calls('lookupUser', { query: 'alice@example.com' }, 214, 19),
    ...pace,
  },
  {
    match: { userMessage: /help with my account/, hasToolResult: true },
    response: {
      content:
        "Hi Alice! I've found your account: you're on the Pro plan and have been with us since April 2023. " +
        'Your email alice@example.com is confirmed. How can I help you today?',
      ...usage(302, 46),
    },
    ...pace,
  },
  {
    match: { userMessage: /status of order/, toolResultContains: 'connection reset' },
    response: calls('checkOrder', { orderId: 'ORD-12345' }, 261, 18),
    ...pace,
  },
  {
    match: { userMessage: /status of order/, hasToolResult: false },
    response: calls('checkOrder', { orderId: 'ORD-12345' }, 208, 18),
    ...pace,
  },
  {
    match: { userMessage: /status of order/, hasToolResult: true },
    response: {
      content:
        'Order ORD-12345 (Trail running shoes) has shipped with DHL and should reach you by 26 November. ' +
        'Sorry for the short delay while I looked: our order system had to be asked twice.',
      ...usage(344, 43),
    },
    ...pace,
  },
  {
    match: { userMessage: /summary of my recent orders/ },
    response: {
      content:
        'You have two recent orders. ORD-12345, trail running shoes, is on its way with DHL and expected on ' +
        '26 November. ORD-12399, a rain jacket, was delivered by UPS on 14 November. Anything else I can check?',
      ...usage(206, 58),
    },
    ...pace,
  },
];
