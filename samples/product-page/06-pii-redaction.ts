// Stored text contains labels instead of personal data.

import { instrumentAgent } from '@sentrial/mastra';
import { agent } from '../support/agents.ts';

const tracked = instrumentAgent(agent, {
  apiKey: process.env.SENTRIAL_API_KEY,
  agentName: 'support-agent',
  pii: true, // Auto-fetch redaction config from your Sentrial org
});

// User sends: "My email is john@example.com and SSN is 123-45-6789"
// Sentrial stores: "My email is [EMAIL] and SSN is [SSN]"

const { text } = await tracked.generate('My email is john@example.com and SSN is 123-45-6789');
console.log(text);
