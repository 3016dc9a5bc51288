import type { Fixture } from '@copilotkit/aimock';

const usage = (input: number, output: number) => ({ usage: { input_tokens: input, output_tokens: output } });

/** What the model of the specs' agents says: it looks users up, greets, and can be made to fail. */
export const agentScript: readonly Fixture[] = [
  {
    match: { userMessage: /Look up user/, hasToolResult: false },
    response: { toolCalls: [{ name: 'lookupUser', arguments: '{"userId":"USR-123"}' }], ...usage(120, 16) },
  },
  {
    match: { userMessage: /Look up user/, hasToolResult: true },
    response: { content: 'USR-123 is Alice.', ...usage(160, 9) },
  },
  {
    match: { userMessage: /Fail please/ },
    response: { error: { message: 'the model is on fire', type: 'invalid_request_error' }, status: 400 },
  },
  { match: { userMessage: /.*/ }, response: { content: 'Hello! How can I help?', ...usage(40, 8) } },
];
