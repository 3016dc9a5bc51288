// Traces an agent with its own redaction policy. Prints the number of stored items.
// Run it beside `npm start`, which starts the collector: OPENAI_API_KEY=… npx tsx samples/03-own-redaction-policy.ts

import { flush, instrumentAgent } from '@sentrial/mastra';
import { agent } from './support/agents.ts';

const tracked = instrumentAgent(agent, {
  pii: {
    mode: 'pseudonym',
    builtinPatterns: { ipAddresses: false, urls: true },
    customPatterns: [{ label: 'EMPLOYEE', pattern: /EMP-\d{4}/ }],
  },
});

const question =
  'Hello, EMP-1234 wrote from 192.0.2.7 to john@example.com, and john@example.com to jane@example.com.';
const { text } = await tracked.generate(question);
console.log(text);

const { stored } = await flush();
console.log(`${stored} stored, without personal data`);
