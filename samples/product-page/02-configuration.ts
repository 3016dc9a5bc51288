// All options. The address belongs to the hosted product. Without a network, the run still succeeds.

import { instrumentAgent } from '@sentrial/mastra';
import { agent } from '../support/agents.ts';

const trackedAgent = instrumentAgent(agent, {
  apiKey: process.env.SENTRIAL_API_KEY,  // required
  apiUrl: 'https://api.sentrial.com',    // optional — defaults to production
  agentName: 'my-agent',                 // optional — defaults to agent.name or agent.id
  failSilently: true,                    // optional — true by default
  pii: true,                             // optional — auto-fetch PII redaction config
});

console.log((await trackedAgent.generate('Hello!')).text);
